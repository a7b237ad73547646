/// A page of Markdown on a portal, in a tree.
package struct PortalPage: Sendable, Equatable {
    package var id: ID<PortalPage>
    package var portalID: ID<Portal>
    package var parentID: ID<PortalPage>?
    /// As it was written, with or without a slash before it.
    package var slug: String
    package var title: String
    package var description: String?
    package var status: ContentStatus
    package var visibility: Portal.Visibility
    /// Among its siblings, from 0.
    package var position: Int
    /// Grows with each edit of slug, words or content, so that nobody overwrites an edit without having seen it.
    package var revision: Int
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<PortalPage>, portalID: ID<Portal>, parentID: ID<PortalPage>?, slug: String, title: String,
        description: String?, status: ContentStatus, visibility: Portal.Visibility, position: Int = 0,
        revision: Int = 1, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.parentID = parentID
        self.slug = slug
        self.title = title
        self.description = description
        self.status = status
        self.visibility = visibility
        self.position = position
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Its part of addresses; siblings have different ones.
    package var segment: String { PageSlug.segment(slug) }
}

extension PortalPage {
    package static let titleRule = TextRule(0...512)
    package static let descriptionRule = TextRule(0...160)
    package static let contentRule = TextRule(0...1_000_000)
    package static let maximumDepth = 10

    /// Pages come as a tree, never in parts.
    package static let list = ListRules(
        filters: [
            "id": .uuid, "slug": .string, "title": .string, "visibility": .string, "created_at": .dateTime,
            "updated_at": .dateTime,
        ], sorts: ["created_at", "updated_at", "slug", "title", "visibility"], defaultSort: [ListSort("position")])

    /// What the page breaks; a page below another cannot be the start page.
    package func problems() -> [FieldProblem] {
        var problems = [PageSlug.rule.problem("slug", slug), Self.titleRule.problem("title", title)]
        problems.append(description.flatMap { Self.descriptionRule.problem("description", $0) })
        if parentID == nil, PageSlug.reserved.contains(segment.lowercased()) {
            problems.append(FieldProblem("slug", .invalid, "\"/\(segment)\" is an address of the portal itself"))
        }
        if parentID != nil, slug == "/" {
            problems.append(FieldProblem("slug", .invalid, "only a page at the top can be the start page"))
        }
        return problems.compactMap(\.self)
    }
}

/// A page with its content.
package struct PortalPageDetail: Sendable, Equatable {
    package var page: PortalPage
    package var content: String

    package init(_ page: PortalPage, content: String) {
        self.page = page
        self.content = content
    }
}

/// A page to be added. What the front matter of the content says wins over what is said here.
package struct PortalPageDraft: Sendable {
    package var slug: String
    package var title: String?
    package var description: String?
    package var status = ContentStatus.unpublished
    /// Nil takes the portal's default.
    package var visibility: Portal.Visibility?
    package var parentID: ID<PortalPage>?
    package var content: String

    package init(slug: String, content: String) {
        self.slug = slug
        self.content = content
    }
}

/// What to alter about a page.
package struct PortalPageChange: Sendable {
    package var slug: Change<String> = .unchanged
    package var title: Change<String> = .unchanged
    package var description: Change<String?> = .unchanged
    package var status: Change<ContentStatus> = .unchanged
    package var visibility: Change<Portal.Visibility> = .unchanged
    package var parentID: Change<ID<PortalPage>?> = .unchanged
    package var content: Change<String> = .unchanged
    /// The revision that the change was made from; nil overwrites whatever is there.
    package var revision: Int?

    package init() {}

    /// The page after the change, its `updatedAt`, `revision` and place among its siblings left alone.
    package func applied(to old: PortalPageDetail) -> PortalPageDetail {
        var detail = old
        slug.apply(to: &detail.page.slug)
        title.apply(to: &detail.page.title)
        description.apply(to: &detail.page.description)
        status.apply(to: &detail.page.status)
        visibility.apply(to: &detail.page.visibility)
        parentID.apply(to: &detail.page.parentID)
        content.apply(to: &detail.content)
        return detail
    }
}
