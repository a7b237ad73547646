import Core
import Model
import Rendering
import Web

/// What changed between two versions of an API, and from each version to the next, in HTML and in Markdown.
struct ComparePages {
    /// How many versions a page of the changelog tells of.
    private static let entriesShown = 10
    private let catalog: Catalog

    init(_ product: Product) {
        catalog = product.catalog
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [
            .get("/apis/{api}/compare", "api-compare") { try await compare($0, isMarkdown: $0.wantsMarkdown) },
            .get("/apis/{api}/compare.md", "api-compare") { try await compare($0, isMarkdown: true) },
            .get("/apis/{api}/changelog", "api-changelog") { try await changelog($0, isMarkdown: $0.wantsMarkdown) },
            .get("/apis/{api}/changelog.md", "api-changelog") { try await changelog($0, isMarkdown: true) },
        ]
    }

    /// The two versions that the address names: neighbours unless it names both.
    private static func pair(
        _ call: Call<PortalVisitor>, _ item: CatalogItem, _ versions: [APIVersion]
    ) throws -> (older: APIVersion, newer: APIVersion)? {
        func named(_ name: String) throws -> APIVersion? {
            guard let text = call.rawQuery.first(where: { $0.name == name })?.value, !text.isEmpty else { return nil }
            guard let version = versions.first(where: { $0.version == text }) else { throw Refusal.notFound }
            return version
        }
        return APIVersion.pair(from: try named("from"), to: try named("to"), current: item.currentVersion, of: versions)
    }

    private func compare(_ call: Call<PortalVisitor>, isMarkdown: Bool) async throws -> Reply {
        let slug = try call.text("api")
        let (item, versions) = try await catalog.versions(slug, on: call.caller.portal, as: call.caller.actor)
        guard let (older, newer) = try Self.pair(call, item, versions) else { throw Refusal.notFound }
        let hidesInternal = Self.hidesInternal(call)
        let found = try await catalog.comparison(from: older, to: newer, hidesInternal: hidesInternal)
        let view = ComparisonView(
            found.comparison, older: reference(found.older, older, item, isMarkdown, call),
            newer: reference(found.newer, newer, item, isMarkdown, call))
        let title = "\(item.api.name) \(older.version) and \(newer.version)"
        if isMarkdown { return .markdown("# \(MarkdownText.line(title))\n\n\(view.markdown())") }
        let only = DescriptionChange.Effect.allCases.first { $0.name == call.query("only") }
        let address = SiteAddress.compare(item.api.slug, from: older.version, to: newer.version, markdown: true)
        let body: HTML = """
            \(choice(item, older, newer, versions, only))\
            <p>\(ComparisonView.sum(found.comparison))</p>\(view.html(only: only))
            """
        return SiteLayout(call).page(
            "Compare versions · \(item.api.name)", head: MarkdownAddress.alternate(address.path),
            try await frame(slug, .comparison, "Compare versions", body, call))
    }

    /// Two lists to choose from, and which changes are shown.
    private func choice(
        _ item: CatalogItem, _ older: APIVersion, _ newer: APIVersion, _ versions: [APIVersion],
        _ only: DescriptionChange.Effect?
    ) -> HTML {
        let options = versions.map { UI.Option($0.version, $0.version) }
        let effects = [UI.Option("", "All")] + DescriptionChange.Effect.allCases.map { UI.Option($0.name, $0.words) }
        let action = SiteAddress.compare(item.api.slug).path
        return """
            <form class="compare-form" method="get" action="\(url: action)">\
            \(UI.select("from", label: "From", options: options, value: older.version))\
            \(UI.select("to", label: "To", options: options, value: newer.version))\
            \(UI.select("only", label: "Changes", options: effects, value: only?.name ?? ""))\
            \(UI.button("Compare"))</form>
            """
    }

    private func changelog(_ call: Call<PortalVisitor>, isMarkdown: Bool) async throws -> Reply {
        let slug = try call.text("api")
        let (item, versions) = try await catalog.versions(slug, on: call.caller.portal, as: call.caller.actor)
        if versions.isEmpty { throw Refusal.notFound }
        let start = try Self.start(call, versions)
        let end = min(start + Self.entriesShown, versions.count)
        var entries: [ChangelogEntry] = []
        for place in start..<end {
            entries.append(try await entry(place, versions, item, isMarkdown, call))
        }
        let name = item.api.name, rest = end < versions.count ? versions[end].version : nil
        if isMarkdown {
            let more = rest.map {
                "\n[Earlier versions](\(SiteAddress.changelog(slug, from: $0, markdown: true).path))\n"
            }
            return .markdown(
                "# Changes of \(MarkdownText.line(name))\n\n\(ChangelogView.markdown(entries))\(more ?? "")")
        }
        let more: HTML? = rest.map {
            UI.linkButton("Earlier versions", to: SiteAddress.changelog(slug, from: $0).path)
        }
        let address = SiteAddress.changelog(slug, from: start == 0 ? nil : versions[start].version, markdown: true)
        return SiteLayout(call).page(
            "Changelog · \(name)", head: MarkdownAddress.alternate(address.path),
            try await frame(slug, .changelog, "Changelog", "\(ChangelogView.html(entries))\(more)", call))
    }

    private static func start(_ call: Call<PortalVisitor>, _ versions: [APIVersion]) throws -> Int {
        guard let text = call.rawQuery.first(where: { $0.name == "from" })?.value else { return 0 }
        guard let place = versions.firstIndex(where: { $0.version == text }) else { throw Refusal.notFound }
        return place
    }

    private func entry(
        _ place: Int, _ versions: [APIVersion], _ item: CatalogItem, _ isMarkdown: Bool, _ call: Call<PortalVisitor>
    ) async throws -> ChangelogEntry {
        let version = versions[place], date = String(version.createdAt.iso.prefix(10))
        guard place + 1 < versions.count else {
            return ChangelogEntry(version: version.version, date: date, comparison: nil, address: nil)
        }
        let before = versions[place + 1]
        let found = try await catalog.comparison(from: before, to: version, hidesInternal: Self.hidesInternal(call))
        let address = SiteAddress.compare(
            item.api.slug, from: before.version, to: version.version, markdown: isMarkdown)
        return ChangelogEntry(
            version: version.version, date: date, comparison: found.comparison, address: address.path)
    }

    private static func hidesInternal(_ call: Call<PortalVisitor>) -> Bool {
        var options = ReferenceOptions { _ in "" }
        options.obey(call.caller.look.customization.specRenderer)
        return options.hidesInternal
    }

    private func reference(
        _ description: APIDescription, _ version: APIVersion, _ item: CatalogItem, _ isMarkdown: Bool,
        _ call: Call<PortalVisitor>
    ) -> APIReference {
        let slug = item.api.slug, suffix = version == item.currentVersion ? nil : version.version
        var options = ReferenceOptions {
            SiteAddress.reference(slug, $0, version: suffix, markdown: isMarkdown).path
        }
        options.obey(call.caller.look.customization.specRenderer)
        return APIReference(description, options: options)
    }

    /// The page among those of the API, below its own title.
    private func frame(
        _ slug: String, _ place: APIFrame.Place, _ title: String, _ body: HTML, _ call: Call<PortalVisitor>
    ) async throws -> HTML {
        let (item, tree) = try await catalog.documents(slug, on: call.caller.portal, as: call.caller.actor)
        let frame = try await APIFrame(item, tree: tree, catalog: catalog, call)
        return frame.html(current: place, "\(UI.heading(2, title, class: "api-page-title"))\(body)")
    }
}
