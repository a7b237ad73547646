import Rendering

/// The components of Console and Site: functions from plain values to HTML.
///
/// Text comes in as `String` and is escaped, markup as `HTML`. All work without scripts; scripts only make them nicer.
package enum UI {}

extension UI {
    /// Where a link leads and what it says.
    package struct Link: Sendable {
        package var title: String
        package var address: String
        package var icon: Icon?
        /// Whether it opens in a window of its own.
        package var isExternal: Bool
        package var isCurrent: Bool

        package init(
            _ title: String, to address: String, icon: Icon? = nil, external: Bool = false, current: Bool = false
        ) {
            self.title = title
            self.address = address
            self.icon = icon
            isExternal = external
            isCurrent = current
        }

        /// What the element of the link carries: its address, its window and whether it is where we are.
        var attributes: HTML {
            let current: HTML = isCurrent ? " aria-current=\"page\"" : ""
            let window: HTML = isExternal ? " target=\"_blank\" rel=\"noopener\"" : ""
            return " href=\"\(url: address)\"\(current)\(window)"
        }
    }

    /// What a message or badge means; its colour and its icon follow.
    package enum Tone: String, Sendable, CaseIterable {
        case neutral, info, success, warn, danger, accent

        var icon: Icon {
            switch self {
            case .neutral, .info, .accent: .info
            case .success: .checkCircle
            case .warn: .warning
            case .danger: .alert
            }
        }
    }
}

/// Further attributes of an element. Names are literals, values are escaped; an empty value stands as the bare name.
///
/// Neither `style` nor `on...` belongs here: the content security policy forbids both.
package struct Attributes: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var html: HTML = .empty

    package init(dictionaryLiteral pairs: (StaticString, String)...) {
        for (name, value) in pairs { add(name, value) }
    }

    /// Adds an attribute unless the value is nil.
    mutating func add(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        html += HTML(trustedMarkup: " \(name)")
        if !value.isEmpty { html += "=\"\(value)\"" }
    }

    mutating func add(_ name: StaticString, if condition: Bool) {
        if condition { add(name, "") }
    }
}
