/// A piece of Markdown that pages of a portal share.
package struct Snippet: Sendable, Equatable {
    package var id: ID<Snippet>
    package var portalID: ID<Portal>
    /// Unique on the portal: pages call it by this name.
    package var name: String
    package var title: String
    package var description: String?
    package var status: ContentStatus
    package var visibility: Portal.Visibility
    /// Grows with each edit of name, words or content.
    package var revision: Int
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Snippet>, portalID: ID<Portal>, name: String, title: String, description: String?,
        status: ContentStatus, visibility: Portal.Visibility, revision: Int = 1, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.portalID = portalID
        self.name = name
        self.title = title
        self.description = description
        self.status = status
        self.visibility = visibility
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Snippet {
    package static let nameRule = TextRule(
        1...512, pattern: TextRule.Pattern("^[^/].*$") { !$0.hasPrefix("/") && !$0.contains(where: \.isNewline) })

    package static let list = ListRules(
        filters: [
            "id": .uuid, "name": .string, "title": .string, "visibility": .string, "created_at": .dateTime,
            "updated_at": .dateTime,
        ], sorts: ["created_at", "updated_at", "name", "title", "visibility"])

    package func problems() -> [FieldProblem] {
        [
            Self.nameRule.problem("name", name), PortalPage.titleRule.problem("title", title),
            description.flatMap { PortalPage.descriptionRule.problem("description", $0) },
        ].compactMap(\.self)
    }
}

/// A snippet with its content.
package struct SnippetDetail: Sendable, Equatable {
    package var snippet: Snippet
    package var content: String

    package init(_ snippet: Snippet, content: String) {
        self.snippet = snippet
        self.content = content
    }
}

/// A snippet to be added. What the front matter of the content says wins over what is said here.
package struct SnippetDraft: Sendable {
    package var name: String
    package var title: String?
    package var description: String?
    package var status = ContentStatus.published
    /// Nil takes the portal's default page visibility.
    package var visibility: Portal.Visibility?
    package var content: String

    package init(name: String, content: String) {
        self.name = name
        self.content = content
    }
}

/// What to alter about a snippet.
package struct SnippetChange: Sendable {
    package var name: Change<String> = .unchanged
    package var title: Change<String> = .unchanged
    package var description: Change<String?> = .unchanged
    package var status: Change<ContentStatus> = .unchanged
    package var visibility: Change<Portal.Visibility> = .unchanged
    package var content: Change<String> = .unchanged
    /// The revision that the change was made from; nil overwrites whatever is there.
    package var revision: Int?

    package init() {}

    /// The snippet after the change, its `updatedAt` and `revision` left alone.
    package func applied(to old: SnippetDetail) -> SnippetDetail {
        var detail = old
        name.apply(to: &detail.snippet.name)
        title.apply(to: &detail.snippet.title)
        description.apply(to: &detail.snippet.description)
        status.apply(to: &detail.snippet.status)
        visibility.apply(to: &detail.snippet.visibility)
        content.apply(to: &detail.content)
        return detail
    }
}
