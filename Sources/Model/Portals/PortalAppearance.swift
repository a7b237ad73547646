/// How a portal's site looks.
package struct PortalAppearance: Sendable, Equatable {
    package enum Mode: String, Sendable, CaseIterable {
        case light, dark, system
    }

    package static let standard = PortalAppearance(mode: .system, primary: "#8250FF")
    package static let colorPattern = TextRule.Pattern("^#([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$") { text in
        text.hasPrefix("#") && [4, 7].contains(text.utf8.count) && text.dropFirst().allSatisfy(\.isHexDigit)
    }

    package var mode: Mode
    /// The brand colour, `#RRGGBB` or `#RGB`.
    package var primary: String

    package init(mode: Mode, primary: String) {
        self.mode = mode
        self.primary = primary
    }

    package func problems() -> [FieldProblem] {
        [TextRule(4...7, pattern: Self.colorPattern).problem("primary", primary)].compactMap(\.self)
    }
}

/// How much there is on a portal.
package struct PortalCounts: Sendable, Equatable {
    package var apis = 0
    package var developers = 0
    package var pendingDevelopers = 0
    package var applications = 0
    package var pendingRegistrations = 0

    package init() {}
}
