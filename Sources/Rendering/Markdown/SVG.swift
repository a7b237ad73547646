/// Drawings that others made.
package enum SVG {
    /// The drawing without anything that acts or that loads from elsewhere; nil when the bytes are no SVG.
    package static func sanitized(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count <= 4 << 20, var text = String(validating: bytes, as: UTF8.self) else { return nil }
        guard let start = text.firstRange(of: "<svg")?.lowerBound else { return nil }
        text = LiteralSections.unfolded(String(text[start...]))
        guard !MarkupDepth.isExcessive(text) else { return nil }
        for case .element(let element) in MarkupParser.fragment(text) where element.name == "svg" {
            return Array(rebuilt(element, standalone: true).utf8)
        }
        return nil
    }

    private static let elements: Set<String> = {
        let names = """
            svg g path rect circle ellipse line polyline polygon text tspan textPath defs symbol use title desc \
            linearGradient radialGradient stop clipPath mask pattern marker image filter feBlend feColorMatrix \
            feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight \
            feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology \
            feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence switch
            """
        return Set(names.split(separator: " ").map(String.init))
    }()

    /// Elements that give up their place to what is inside.
    private static let transparent: Set<String> = ["a"]

    /// An element of a parsed drawing as text. Inside a page neither styles nor ids of the page are touched.
    static func rebuilt(_ element: MarkupNode.Element, standalone: Bool) -> String {
        var text = ""
        append(element, standalone: standalone, isRoot: true, into: &text)
        return text
    }

    private static func append(
        _ element: MarkupNode.Element, standalone: Bool, isRoot: Bool, into text: inout String
    ) {
        guard element.isDrawing else { return }
        if transparent.contains(element.name) {
            append(element.children, standalone: standalone, into: &text)
            return
        }
        if element.name == "style", standalone {
            let style = MarkupNode.element(element).words
            if isHarmless(style: style) { text += "<style>\(HTML.escaped(style))</style>" }
            return
        }
        guard elements.contains(element.name) else { return }
        text += "<" + element.name
        if isRoot, standalone { text += " xmlns=\"http://www.w3.org/2000/svg\"" }
        var written: Set<String> = ["xmlns"]
        for (name, value) in element.attributes {
            guard isAllowed(name, value, of: element.name, standalone: standalone) else { continue }
            guard written.insert(name).inserted else { continue }
            text += " \(name)=\"\(HTML.escaped(value))\""
        }
        text += ">"
        append(element.children, standalone: standalone, into: &text)
        text += "</\(element.name)>"
    }

    private static func append(_ nodes: [MarkupNode], standalone: Bool, into text: inout String) {
        for node in nodes {
            switch node {
            case .text(let plain): text += HTML.escaped(plain.filter { $0.isWhitespace || !$0.isControl })
            case .element(let child): append(child, standalone: standalone, isRoot: false, into: &text)
            }
        }
    }

    private static func isAllowed(_ name: String, _ value: String, of element: String, standalone: Bool) -> Bool {
        guard name.utf8.allSatisfy(isNameByte), let first = name.utf8.first, (0x61...0x7A).contains(first | 0x20) else {
            return false
        }
        let lowered = name.lowercased()
        if lowered.hasPrefix("on") || lowered.hasPrefix("xmlns") || lowered == "xlink" || lowered.contains(":") {
            return false
        }
        switch lowered {
        case "href":
            let target = value.trimmingSpace
            if target.hasPrefix("#") { return true }
            return element == "image" && isInlineImage(target)
        case "style": return standalone && isHarmless(style: value)
        case "src", "action", "formaction", "ping", "target", "base", "from", "to", "values", "attributename":
            return false
        case "class": return standalone
        default: return isHarmless(value)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    /// Whether each `url(…)` in an attribute stays inside the drawing.
    private static func isHarmless(_ value: String) -> Bool {
        let compact = value.lowercased().filter { !$0.isWhitespace && $0 != "'" && $0 != "\"" }
        return !compact.contains("\\") && !compact.contains("javascript:")
            && compact.components(of: "url(").dropFirst().allSatisfy { $0.hasPrefix("#") }
    }

    private static func isHarmless(style: String) -> Bool {
        let lowered = style.lowercased()
        return isHarmless(style)
            && !["@import", "expression", "behavior", "<", "/*", "image-set", "@font-face", "src("]
                .contains { lowered.contains($0) }
    }

    private static func isInlineImage(_ target: String) -> Bool {
        ["png", "jpeg", "gif", "webp"].contains { target.hasPrefix("data:image/\($0);base64,") }
    }
}

extension Character {
    fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.value < 0x20 || $0.value == 0x7F } }
}

extension String {
    fileprivate var trimmingSpace: String { nonEmpty ?? "" }

    fileprivate func components(of separator: String) -> [Substring] {
        var result: [Substring] = []
        var rest = self[...]
        while let found = rest.firstRange(of: separator) {
            result.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        return result + [rest]
    }
}
