import Core
import Model
import Web

extension PortalCustomization.Mode: WireChoice {}

/// Customizations on the wire; the same document for operators and for the portal's own site.
enum CustomizationWire {
    static let shape = Shape<PortalCustomization>(
        "PortalCustomization",
        [
            .init("theme", theme) { $0 }, .init("layout") { $0.layout }, .init("css") { $0.css },
            .init("menu", menu) { $0.menu }, .init("spec_renderer", renderer) { $0.specRenderer },
            .init("robots") { $0.robots },
        ])

    private static let theme = Shape<PortalCustomization>(
        "Theme",
        [
            .init("name") { $0.themeName }, .init("mode") { $0.mode },
            .init("colors", Shape<PortalCustomization>("Colors", [.init("primary") { $0.primary }])) { $0 },
        ])

    private static let item = Shape<PortalMenu.Item>(
        "PortalMenuItem",
        [
            .init("path") { $0.path }, .init("title") { $0.title }, .init("visibility") { $0.visibility },
            .init("external") { $0.isExternal },
        ])

    private static let section = Shape<PortalMenu.Section>(
        "PortalFooterMenuSection", [.init("title") { $0.title }, .init("items", arrayOf: item) { $0.items }])

    private static let menu = Shape<PortalMenu>(
        "Menu",
        [
            .init("main", arrayOf: item) { $0.main ?? [] },
            .init("footer_sections", arrayOf: section) { $0.footerSections },
            .init("footer_bottom", arrayOf: item) { $0.footerBottom },
        ])

    private static let renderer = Shape<SpecRenderer>(
        "SpecRenderer", SpecRenderer.Switch.onTheWire.map { name in .init(name.rawValue) { $0[name] } })
}

extension CustomizationWire {
    /// What a body says; what it leaves out stays unchanged.
    static func change(_ body: inout BodyReader) -> PortalCustomizationChange {
        var change = PortalCustomizationChange()
        if let theme = body.optional("theme", themeReader) {
            change.themeName = theme.themeName
            change.mode = theme.mode
            change.primary = theme.primary
        }
        if let menu = body.optional("menu", menuReader) {
            change.main = menu.main
            change.footerSections = menu.footerSections
            change.footerBottom = menu.footerBottom
        }
        change.layout = body.change("layout", .text(PortalCustomization.nameRule))
        change.css = body.nullableChange("css", .text(PortalCustomization.cssRule))
        change.robots = body.nullableChange("robots", .text(PortalCustomization.robotsRule))
        change.specRenderer = body.optional("spec_renderer", rendererReader) ?? [:]
        return change
    }

    private static let themeReader = ValueReader<PortalCustomizationChange>.object(
        standIn: { PortalCustomizationChange() }
    ) { theme in
        var change = PortalCustomizationChange()
        change.themeName = theme.change("name", .text(PortalCustomization.nameRule))
        change.mode = theme.change("mode", .choice())
        change.primary = theme.optional("colors", colorsReader) ?? .unchanged
        return change
    }

    private static let colorsReader = ValueReader<Change<String>>.object(standIn: { .unchanged }) { colors in
        colors.change("primary", .text(PortalCustomization.primaryRule))
    }

    private static let menuReader = ValueReader<PortalCustomizationChange>.object(
        standIn: { PortalCustomizationChange() }
    ) { menu in
        var change = PortalCustomizationChange()
        change.main = menu.change("main", itemsReader)
        change.footerSections = menu.change(
            "footer_sections", .array(sectionReader, count: 0...PortalMenu.maximumItems))
        change.footerBottom = menu.change("footer_bottom", itemsReader)
        return change
    }

    private static let itemsReader = ValueReader.array(itemReader, count: 0...PortalMenu.maximumItems)

    private static let itemReader = ValueReader<PortalMenu.Item>.object(
        standIn: { PortalMenu.Item(path: "", title: "") }
    ) { item in
        PortalMenu.Item(
            path: item.required("path", .text(PortalMenu.pathRule)),
            title: item.required("title", .text(PortalMenu.titleRule)),
            visibility: item.required("visibility", .choice()), isExternal: item.required("external", .boolean))
    }

    private static let sectionReader = ValueReader<PortalMenu.Section>.object(
        standIn: { PortalMenu.Section(title: "", items: []) }
    ) { section in
        PortalMenu.Section(
            title: section.required("title", .text(PortalMenu.titleRule)),
            items: section.required("items", itemsReader))
    }

    private static let rendererReader = ValueReader<[SpecRenderer.Switch: Bool]>.object(standIn: { [:] }) { switches in
        var turned: [SpecRenderer.Switch: Bool] = [:]
        for name in SpecRenderer.Switch.onTheWire { turned[name] = switches.optional(name.rawValue, .boolean) }
        return turned
    }
}
