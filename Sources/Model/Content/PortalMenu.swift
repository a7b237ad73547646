/// The links in a portal's header, sidebar and footer.
package struct PortalMenu: Sendable, Equatable {
    package struct Item: Sendable, Equatable {
        /// A path of the portal, or an address elsewhere.
        package var path: String
        package var title: String
        /// Private: only developers who are signed in see it.
        package var visibility: Portal.Visibility
        /// Whether it opens in a window of its own.
        package var isExternal: Bool

        package init(
            path: String, title: String, visibility: Portal.Visibility = .public, isExternal: Bool = false
        ) {
            self.path = path
            self.title = title
            self.visibility = visibility
            self.isExternal = isExternal
        }
    }

    /// A column of the footer.
    package struct Section: Sendable, Equatable {
        package var title: String
        package var items: [Item]

        package init(title: String, items: [Item]) {
            self.title = title
            self.items = items
        }
    }

    /// Nil until somebody has said what it shows: then it leads to the APIs.
    package var main: [Item]?
    package var footerSections: [Section]
    package var footerBottom: [Item]

    package init(main: [Item]? = nil, footerSections: [Section] = [], footerBottom: [Item] = []) {
        self.main = main
        self.footerSections = footerSections
        self.footerBottom = footerBottom
    }

    /// What a reader sees of it. A section without a single link goes with them.
    package func visible(privateToo: Bool) -> PortalMenu {
        let keep = { (items: [Item]) in items.filter { privateToo || $0.visibility == .public } }
        let sections = footerSections.map { Section(title: $0.title, items: keep($0.items)) }
        return PortalMenu(
            main: main.map(keep), footerSections: sections.filter { !$0.items.isEmpty },
            footerBottom: keep(footerBottom))
    }
}

extension PortalMenu {
    package static let pathRule = TextRule(0...512)
    package static let titleRule = TextRule(0...512)
    package static let maximumItems = 100

    package func problems() -> [FieldProblem] {
        let sections = footerSections.enumerated().flatMap { index, section in
            Self.problems(section.items, "menu.footer_sections[\(index)].items")
                + [Self.titleRule.problem("menu.footer_sections[\(index)].title", section.title)].compactMap(\.self)
        }
        return Self.problems(main ?? [], "menu.main") + sections + Self.problems(footerBottom, "menu.footer_bottom")
    }

    private static func problems(_ items: [Item], _ field: String) -> [FieldProblem] {
        items.enumerated().flatMap { index, item in
            [
                pathRule.problem("\(field)[\(index)].path", item.path),
                titleRule.problem("\(field)[\(index)].title", item.title),
            ].compactMap(\.self)
        }
    }
}
