/// A page among its siblings, with those below it.
package struct PortalPageTree: Sendable, Equatable {
    package var page: PortalPage
    package var children: [PortalPageTree]

    /// The tree of pages in the order in which they come; a page whose parent is missing is left out.
    package static func make(_ pages: [PortalPage]) -> [PortalPageTree] {
        make(pages, below: \.parentID)
    }

    /// The tree of some pages out of all. What is below a page that was left out moves up.
    package static func make(_ kept: [PortalPage], outOf all: [PortalPage]) -> [PortalPageTree] {
        let ids = Set(kept.map(\.id))
        let parents = Dictionary(all.map { ($0.id, $0.parentID) }, uniquingKeysWith: { first, _ in first })
        return make(kept) { page in
            var next = page.parentID
            while let parent = next, !ids.contains(parent) { next = parents[parent] ?? nil }
            return next
        }
    }

    private static func make(
        _ pages: [PortalPage], below parent: (PortalPage) -> ID<PortalPage>?
    ) -> [PortalPageTree] {
        let byParent = Dictionary(grouping: pages, by: parent)
        func branch(_ parent: ID<PortalPage>?, depth: Int) -> [PortalPageTree] {
            guard depth <= PortalPage.maximumDepth else { return [] }
            return (byParent[parent] ?? []).map { page in
                PortalPageTree(page: page, children: branch(page.id, depth: depth + 1))
            }
        }
        return branch(nil, depth: 1)
    }

    /// What readers see: a page that they may not see hides all below it.
    package static func visible(_ pages: [PortalPage], privateToo: Bool) -> [PortalPageTree] {
        make(pages.filter { $0.isVisible(privateToo: privateToo) })
    }

    /// Each page before those below it, with the segments that lead to it.
    package static func walk(_ trees: [PortalPageTree]) -> [(page: PortalPage, path: [String])] {
        func visit(_ tree: PortalPageTree, _ path: [String]) -> [(page: PortalPage, path: [String])] {
            let here = path + [tree.page.segment]
            return [(tree.page, here)] + tree.children.flatMap { visit($0, here) }
        }
        return trees.flatMap { visit($0, []) }
    }
}

extension PortalPage {
    /// Whether a reader sees the page when all above it can be seen.
    package func isVisible(privateToo: Bool) -> Bool {
        status == .published && (privateToo || visibility == .public)
    }
}
