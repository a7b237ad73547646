package import Model
import Storage

/// The pages, snippets and menus that a portal may begin with.
package struct DefaultContent: Sendable {
    /// What was added: the addresses of pages and the names of snippets.
    package struct Added: Sendable, Equatable {
        package var pages: [String] = []
        package var snippets: [String] = []
    }

    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Adds what the portal does not have yet. What is there stays as it is.
    package func add(to id: ID<Portal>, as actor: Actor) async throws -> Added {
        let template = ContentTemplate(kernel)
        let event = kernel.audit(
            "portal.default-content-added", of: AuditTarget("portal", id.text), portal: id, by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.editContent, .portal(id), in: tx)
            guard let portal = try tx.portals.find(id) else { throw Refusal.notFound }
            let added = try template.add(to: portal, tx)
            if added != Added() { try tx.audit.record(event) }
            return added
        }
    }
}

/// The default content with ids for it, so that a transaction may be rerun.
struct ContentTemplate: Sendable {
    private let pages: [(id: ID<PortalPage>, text: DefaultTexts.Page)]
    private let snippets: [(id: ID<Snippet>, text: DefaultTexts.Snippet)]
    private let now: Instant

    init(_ kernel: Kernel) {
        pages = DefaultTexts.pages.map { (kernel.newID(), $0) }
        snippets = DefaultTexts.snippets.map { (kernel.newID(), $0) }
        now = kernel.now
    }

    func add(to portal: Portal, _ tx: Transaction) throws -> DefaultContent.Added {
        var added = DefaultContent.Added()
        for page in pages {
            if let path = try add(page.id, page.text, to: portal, tx) { added.pages.append(path) }
        }
        for snippet in snippets where try tx.snippets.find(name: snippet.text.name, on: portal.id) == nil {
            try add(snippet.id, snippet.text, to: portal, tx)
            added.snippets.append(snippet.text.name)
        }
        try addMenus(to: portal, tx)
        return added
    }

    /// The address of the page; nil when there is one already.
    private func add(
        _ id: ID<PortalPage>, _ text: DefaultTexts.Page, to portal: Portal, _ tx: Transaction
    ) throws -> String? {
        var parent: ID<PortalPage>?
        if let segment = text.parent {
            guard let found = try tx.portalPages.find(segment: segment, below: nil, on: portal.id) else { return nil }
            parent = found.page.id
        }
        let segment = PageSlug.segment(text.slug)
        guard try tx.portalPages.find(segment: segment, below: parent, on: portal.id) == nil else { return nil }
        let words = ContentWords(text.content, title: nil, description: nil)
        let siblings = try tx.portalPages.all(on: portal.id).filter { $0.parentID == parent }
        let page = PortalPage(
            id: id, portalID: portal.id, parentID: parent, slug: text.slug, title: words.title ?? segment,
            description: words.description, status: .published, visibility: portal.defaultPageVisibility,
            position: (siblings.map(\.position).max() ?? -1) + 1, createdAt: now, updatedAt: now)
        try tx.portalPages.insert(page, content: text.content)
        return PageSlug.path([text.parent, segment].compactMap(\.self))
    }

    private func add(
        _ id: ID<Snippet>, _ text: DefaultTexts.Snippet, to portal: Portal, _ tx: Transaction
    ) throws {
        let words = ContentWords(text.content, title: nil, description: nil)
        let snippet = Snippet(
            id: id, portalID: portal.id, name: text.name, title: words.title ?? text.name,
            description: words.description, status: .published, visibility: portal.defaultPageVisibility,
            createdAt: now, updatedAt: now)
        try tx.snippets.insert(snippet, content: text.content)
    }

    /// Only where nobody has made menus yet.
    private func addMenus(to portal: Portal, _ tx: Transaction) throws {
        guard var customization = try tx.customizations.find(portal.id), customization.menu == PortalMenu() else {
            return
        }
        customization.menu = DefaultTexts.menu(portal.defaultPageVisibility)
        try tx.customizations.update(customization, of: portal.id, at: now)
    }
}
