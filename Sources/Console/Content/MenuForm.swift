import Model
import Rendering
import Web

/// The menus of a portal as rows of fields: an emptied row is a link taken away, an empty one is room for another.
struct MenuForm {
    private static let spareRows = 2

    let menu: PortalMenu

    init(_ menu: PortalMenu) {
        self.menu = menu
    }

    /// What a form says; the order of rows follows their numbers.
    init(_ form: FormData) {
        let count = min(Int(form["sections"]) ?? 0, PortalMenu.maximumItems)
        let sections = (0..<count).map { index in
            PortalMenu.Section(
                title: form["section-\(index)"].trimmingSpaces, items: Self.items(form, "items-\(index)"))
        }
        menu = PortalMenu(
            main: Self.items(form, "main"), footerSections: sections.filter { !$0.title.isEmpty || !$0.items.isEmpty },
            footerBottom: Self.items(form, "bottom"))
    }

    /// All menus as one text, a link a line: what people compare.
    var text: String {
        func line(_ item: PortalMenu.Item) -> String {
            let readers = item.visibility == .private ? ", signed in" : ""
            let window = item.isExternal ? ", new window" : ""
            return "- \(item.title): \(item.path)\(readers)\(window)"
        }
        func part(_ title: String, _ items: [PortalMenu.Item]) -> [String] {
            items.isEmpty ? [] : [title] + items.map(line)
        }
        let columns = menu.footerSections.flatMap { ["Footer column \($0.title)"] + $0.items.map(line) }
        return (part("Main menu", menu.main ?? []) + columns + part("Footer line", menu.footerBottom))
            .joined(separator: "\n")
    }

    private static func items(_ form: FormData, _ key: String) -> [PortalMenu.Item] {
        let titles = form.all("\(key)-title"), paths = form.all("\(key)-path")
        let visibilities = form.all("\(key)-visibility"), windows = form.all("\(key)-window")
        let places = form.all("\(key)-place")
        let count = [titles, paths, visibilities, windows, places].map(\.count).min() ?? 0
        let rows = (0..<count).compactMap { index -> (place: Int, item: PortalMenu.Item)? in
            let title = titles[index].trimmingSpaces, path = paths[index].trimmingSpaces
            if title.isEmpty, path.isEmpty { return nil }
            let item = PortalMenu.Item(
                path: path, title: title, visibility: Portal.Visibility(rawValue: visibilities[index]) ?? .public,
                isExternal: windows[index] == "new")
            return (Int(places[index]) ?? .max, item)
        }
        // Rows with the same number stay as they are.
        return rows.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element.item)
    }

    var html: HTML {
        let sections: [HTML] = (menu.footerSections + [PortalMenu.Section(title: "", items: [])]).enumerated()
            .map { index, section in
                UI.card(
                    content: """
                        <div class="stack">\(UI.textField(
                            "section-\(index)", label: index < menu.footerSections.count ? "Column" : "New column",
                            value: section.title))\(rows(section.items, "items-\(index)"))</div>
                        """)
            }
        let main = UI.card(content: rows(menu.main ?? [], "main"))
        return """
            \(part("Main menu", "In the header of every page, or at its side.", main))\
            \(part("Footer columns", "Empty a column and its links to take it away.", """
                <div class="stack">\(UI.hiddenField("sections", "\(sections.count)"))\(sections)</div>
                """))\
            \(part("Footer line", "Terms, privacy, imprint.", UI.card(content: rows(menu.footerBottom, "bottom"))))
            """
    }

    private func part(_ title: String, _ text: String, _ content: HTML) -> HTML {
        """
        <section class="menu-part"><h2>\(title)</h2><p class="muted">\(text)</p>\(content)</section>
        """
    }

    private func rows(_ items: [PortalMenu.Item], _ key: String) -> HTML {
        let blank = PortalMenu.Item(path: "", title: "")
        let rows: [HTML] = (items + Array(repeating: blank, count: Self.spareRows)).enumerated().map { index, item in
            row(item, key, index + 1)
        }
        return """
            <div class="menu-rows"><div class="menu-row menu-row-head" aria-hidden="true"><span>Place</span>\
            <span>Title</span><span>Address</span><span>Seen by</span><span>Opens in</span></div>\(rows)</div>
            """
    }

    private func row(_ item: PortalMenu.Item, _ key: String, _ number: Int) -> HTML {
        let input = { (name: String, label: String, value: String, type: String) -> HTML in
            """
            <input class="input" type="\(type)" name="\(key)-\(name)" value="\(value)" \
            aria-label="\(label) of link \(number)" maxlength="512">
            """
        }
        let select = { (name: String, label: String, options: [UI.Option], value: String) -> HTML in
            let items: [HTML] = options.map {
                "<option value=\"\($0.value)\"\($0.value == value ? " selected" : "")>\($0.title)</option>"
            }
            return """
                <div class="select"><select class="input" name="\(key)-\(name)" \
                aria-label="\(label) of link \(number)">\(items)</select>\(UI.icon(.chevronDown))</div>
                """
        }
        let readers = [UI.Option("public", "Everybody"), UI.Option("private", "Signed in")]
        let windows = [UI.Option("same", "Same window"), UI.Option("new", "New window")]
        return """
            <div class="menu-row">\(input("place", "Place", "\(number)", "number"))\
            \(input("title", "Title", item.title, "text"))\(input("path", "Address", item.path, "text"))\
            \(select("visibility", "Readers", readers, item.visibility.rawValue))\
            \(select("window", "Window", windows, item.isExternal ? "new" : "same"))</div>
            """
    }
}
