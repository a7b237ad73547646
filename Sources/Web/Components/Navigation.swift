package import Model
package import Rendering

extension UI {
    /// One tab; tabs are links, so each has an address.
    package struct Tab: Sendable {
        package var title: String
        package var address: String
        package var isCurrent: Bool
        package var count: Int?

        package init(_ title: String, to address: String, current: Bool, count: Int? = nil) {
            self.title = title
            self.address = address
            isCurrent = current
            self.count = count
        }
    }

    /// Tabs as links; `label` names the group.
    package static func tabs(_ label: String, _ tabs: [Tab]) -> HTML {
        let items: [HTML] = tabs.map { tab in
            let count: HTML? = tab.count.map { "<span class=\"count\">\($0)</span>" }
            let current: HTML = tab.isCurrent ? " aria-current=\"page\"" : ""
            return "<li><a class=\"tab\" href=\"\(url: tab.address)\"\(current)>\(tab.title)\(count)</a></li>"
        }
        return "<nav class=\"tabs\" aria-label=\"\(label)\"><ul>\(items)</ul></nav>"
    }

    /// Links that choose what a list shows; `label` names the group.
    package static func segments(_ label: String, _ choices: [Tab]) -> HTML {
        let items: [HTML] = choices.map { choice in
            let count: HTML? = choice.count.map { "<span class=\"count\">\($0)</span>" }
            let current: HTML = choice.isCurrent ? " aria-current=\"true\"" : ""
            return """
                <li><a class="segment" href="\(url: choice.address)"\(current)>\(choice.title)\(count)</a></li>
                """
        }
        return "<nav class=\"segments\" aria-label=\"\(label)\"><ul>\(items)</ul></nav>"
    }

    /// Links beside a page; on phones they wait behind a button that says what they are.
    package static func side(_ label: String, button title: String, _ links: HTML) -> HTML {
        """
        <button type="button" class="button button-secondary button-small side-button" popovertarget="side">\
        \(icon(.menu))<span>\(title)</span></button>\
        <nav class="api-side" id="side" popover aria-label="\(label)">\(links)</nav>
        """
    }

    /// The way down to this page; the last one is the page itself and no link.
    package static func breadcrumbs(_ links: [Link]) -> HTML {
        guard let last = links.last else { return .empty }
        let items: [HTML] = links.dropLast().map {
            "<li><a href=\"\(url: $0.address)\">\($0.title)</a>\(icon(.chevronRight))</li>"
        }
        return """
            <nav class="breadcrumbs" aria-label="Breadcrumb"><ol>\(items)\
            <li><span aria-current="page">\(last.title)</span></li></ol></nav>
            """
    }

    /// Where we are in a list, with links to its neighbours. Empty when everything fits on one page.
    package static func pagination<Item>(_ page: Page<Item>, link: (Int) -> String) -> HTML {
        if page.pageCount <= 1 && page.request.number == 1 { return .empty }
        let number = page.request.number
        let first = page.items.isEmpty ? 0 : page.request.offset + 1
        let last = page.items.isEmpty ? 0 : page.request.offset + page.items.count
        return """
            <nav class="pagination" aria-label="Pages"><p class="pagination-text"><b>\(first)</b> to <b>\(last)</b> of \
            <b>\(page.total)</b></p><div class="button-row">\
            \(pageLink("Previous", number > 1 ? link(number - 1) : nil, rel: "prev"))\
            \(pageLink("Next", number < page.pageCount ? link(number + 1) : nil, rel: "next"))</div></nav>
            """
    }

    private static func pageLink(_ title: String, _ address: String?, rel: String) -> HTML {
        guard let address else {
            return "<span class=\"button button-secondary button-small\" aria-disabled=\"true\">\(title)</span>"
        }
        return "<a class=\"button button-secondary button-small\" rel=\"\(rel)\" href=\"\(url: address)\">\(title)</a>"
    }

    /// The steps of a wizard; `current` counts from 1.
    package static func steps(_ titles: [String], current: Int) -> HTML {
        let items: [HTML] = titles.enumerated().map { index, title in
            let isDone = index + 1 < current
            let mark: HTML = isDone ? icon(.check) : "\(index + 1)"
            let state: HTML = index + 1 == current ? " aria-current=\"step\"" : ""
            let done: HTML? = isDone ? "<span class=\"visually-hidden\"> (done)</span>" : nil
            return """
                <li class="step\(isDone ? " step-done" : "")"\(state)>\
                <span class="step-mark" aria-hidden="true">\(mark)</span><span>\(title)\(done)</span></li>
                """
        }
        return "<ol class=\"steps\" aria-label=\"Progress\">\(items)</ol>"
    }

    /// A drop-down of links and forms behind a button. Each entry comes from `menuLink` or `menuButton`; without any
    /// there is nothing.
    package static func menu(_ label: String, trigger: HTML? = nil, entries: [HTML]) -> HTML {
        if entries.allSatisfy(\.isBlank) { return .empty }
        let inside: HTML = trigger ?? icon(.more)
        let name: HTML = trigger == nil ? " aria-label=\"\(label)\"" : ""
        let look: HTML = trigger == nil ? "icon-button" : "menu-trigger"
        return """
            <details class="menu"><summary class="\(look)"\(name)>\(inside)</summary>\
            <div class="menu-list">\(entries)</div></details>
            """
    }

    package static func menuLink(_ title: String, to address: String, icon: Icon? = nil) -> HTML {
        "<a class=\"menu-entry\" href=\"\(url: address)\">\(icon.map { UI.icon($0) })\(title)</a>"
    }

    /// An entry of a menu that posts; left out for who may not. `danger` colours it, `confirm` asks first.
    package static func menuButton(
        _ title: String, to address: String, icon: Icon? = nil, danger: Bool = false, confirm: String? = nil,
        fields: [(name: String, value: String)] = []
    ) -> HTML {
        guard FormGuard.allows(address) else { return .empty }
        var attributes: Attributes = [:]
        attributes.add("data-confirm", confirm)
        if confirm != nil { attributes.add("data-confirm-action", title) }
        return """
            <form method="post" action="\(url: address)"\(attributes.html)>\
            \(fields.map { hiddenField($0.name, $0.value) })\
            <button type="submit" class="menu-entry\(danger ? " menu-entry-danger" : "")">\
            \(icon.map { UI.icon($0) })\(title)</button></form>
            """
    }
}
