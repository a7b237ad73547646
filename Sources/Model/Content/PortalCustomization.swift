/// How a portal's site looks, and what its frame shows: one document per portal.
package struct PortalCustomization: Sendable, Equatable {
    package enum Mode: String, Sendable, CaseIterable {
        case light, dark, system
    }

    package var themeName: String
    package var mode: Mode
    /// The brand colour, `#RRGGBB` or `#RGB`.
    package var primary: String
    /// `topnav` or `sidebar`; any other name is kept and shown as `topnav`.
    package var layout: String
    package var menu: PortalMenu
    package var specRenderer: SpecRenderer
    /// What `/robots.txt` says; nil leaves it to the portal's visibility.
    package var robots: String?
    /// A sheet that every page of the site loads last.
    package var css: String?

    package static let standard = PortalCustomization(
        themeName: "portico", mode: .system, primary: "#8250FF", layout: "topnav", menu: PortalMenu(),
        specRenderer: SpecRenderer())

    package init(
        themeName: String, mode: Mode, primary: String, layout: String, menu: PortalMenu, specRenderer: SpecRenderer,
        robots: String? = nil, css: String? = nil
    ) {
        self.themeName = themeName
        self.mode = mode
        self.primary = primary
        self.layout = layout
        self.menu = menu
        self.specRenderer = specRenderer
        self.robots = robots
        self.css = css
    }

    /// Whether the main menu stands at the side instead of the top.
    package var hasSidebar: Bool { layout == "sidebar" }
}

extension PortalCustomization {
    package static let primaryRule = TextRule(
        4...7,
        pattern: TextRule.Pattern("^#([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$") { text in
            text.hasPrefix("#") && [4, 7].contains(text.utf8.count) && text.dropFirst().allSatisfy(\.isHexDigit)
        })
    package static let nameRule = TextRule(0...255)
    package static let robotsRule = TextRule(0...20_000)
    package static let cssRule = TextRule(0...200_000)

    package func problems() -> [FieldProblem] {
        [
            Self.nameRule.problem("theme.name", themeName), Self.primaryRule.problem("theme.colors.primary", primary),
            Self.nameRule.problem("layout", layout), robots.flatMap { Self.robotsRule.problem("robots", $0) },
            css.flatMap { Self.cssRule.problem("css", $0) },
        ].compactMap(\.self) + menu.problems()
    }
}

/// What readers of a reference see of it and may do with it.
package struct SpecRenderer: Sendable, Equatable {
    /// By their names on the wire.
    package enum Switch: String, Sendable, CaseIterable {
        case tryIt = "try_it_ui", tryItInInsomnia = "try_it_insomnia", infiniteScroll = "infinite_scroll"
        case showSchemas = "show_schemas", hideInternal = "hide_internal", hideDeprecated = "hide_deprecated"
        case allowCustomServers = "allow_custom_server_urls"
        /// Whether the portal sends requests on for readers; not on the wire.
        case relay = "try_it_relay"

        /// Those that clients of the API know.
        package static let onTheWire = allCases.filter { $0 != .relay }

        /// How it stands until somebody turns it.
        package var standard: Bool { ![.hideInternal, .hideDeprecated, .relay].contains(self) }
    }

    private var turned: [Switch: Bool] = [:]

    package init() {}

    package subscript(_ name: Switch) -> Bool {
        get { turned[name] ?? name.standard }
        set { turned[name] = newValue == name.standard ? nil : newValue }
    }
}

/// What to alter about a customization. Objects are merged, lists are replaced.
package struct PortalCustomizationChange: Sendable {
    package var themeName: Change<String> = .unchanged
    package var mode: Change<PortalCustomization.Mode> = .unchanged
    package var primary: Change<String> = .unchanged
    package var layout: Change<String> = .unchanged
    package var main: Change<[PortalMenu.Item]> = .unchanged
    package var footerSections: Change<[PortalMenu.Section]> = .unchanged
    package var footerBottom: Change<[PortalMenu.Item]> = .unchanged
    package var robots: Change<String?> = .unchanged
    package var css: Change<String?> = .unchanged
    package var specRenderer: [SpecRenderer.Switch: Bool] = [:]

    package init() {}

    package func applied(to old: PortalCustomization) -> PortalCustomization {
        var new = old
        themeName.apply(to: &new.themeName)
        mode.apply(to: &new.mode)
        primary.apply(to: &new.primary)
        layout.apply(to: &new.layout)
        if case .set(let items) = main { new.menu.main = items }
        footerSections.apply(to: &new.menu.footerSections)
        footerBottom.apply(to: &new.menu.footerBottom)
        robots.apply(to: &new.robots)
        css.apply(to: &new.css)
        for (name, isOn) in specRenderer { new.specRenderer[name] = isOn }
        return new
    }
}
