import CGumbo

/// A piece of parsed HTML, copied out of the parser.
indirect enum MarkupNode {
    case text(String)
    case element(Element)

    struct Element {
        var name: String
        /// Whether it belongs to SVG.
        var isDrawing: Bool
        /// In their order; names in lower case, save those of SVG.
        var attributes: [(name: String, value: String)]
        var children: [MarkupNode]

        func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    /// All text inside.
    var words: String {
        switch self {
        case .text(let text): text
        case .element(let element): element.children.map(\.words).joined()
        }
    }
}

/// HTML5 parsing of text that others wrote. Callers have judged its depth.
enum MarkupParser {
    /// Deeper elements are left out.
    private static let maximumDepth = 1_000

    /// The nodes of a fragment, as a browser would see them.
    static func fragment(_ html: String) -> [MarkupNode] {
        var html = html
        return html.withUTF8 { bytes in
            guard let base = bytes.baseAddress, !bytes.isEmpty else { return [] }
            return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { characters in
                var options = kGumboDefaultOptions
                options.max_errors = 0
                options.fragment_context = GUMBO_TAG_BODY
                guard let output = gumbo_parse_with_options(&options, characters, bytes.count) else { return [] }
                defer { gumbo_destroy_output(&options, output) }
                guard let root = output.pointee.root else { return [] }
                return children(root.pointee.v.element.children, depth: 0)
            }
        }
    }

    private static func children(_ vector: GumboVector, depth: Int) -> [MarkupNode] {
        guard depth < maximumDepth else { return [] }
        return (0..<Int(vector.length)).compactMap { position in
            vector.data[position].flatMap { node($0.assumingMemoryBound(to: GumboNode.self).pointee, depth: depth) }
        }
    }

    private static func node(_ node: GumboNode, depth: Int) -> MarkupNode? {
        switch node.type {
        case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
            return .text(String(cString: node.v.text.text))
        case GUMBO_NODE_ELEMENT: return .element(element(node.v.element, depth: depth))
        default: return nil
        }
    }

    private static func element(_ element: GumboElement, depth: Int) -> MarkupNode.Element {
        let isDrawing = element.tag_namespace == GUMBO_NAMESPACE_SVG
        return MarkupNode.Element(
            name: name(element, isDrawing: isDrawing), isDrawing: isDrawing,
            attributes: (0..<Int(element.attributes.length)).compactMap { position in
                guard let raw = element.attributes.data[position] else { return nil }
                let attribute = raw.assumingMemoryBound(to: GumboAttribute.self).pointee
                return (String(cString: attribute.name), String(cString: attribute.value))
            }, children: children(element.children, depth: depth + 1))
    }

    private static func name(_ element: GumboElement, isDrawing: Bool) -> String {
        if element.tag_namespace == GUMBO_NAMESPACE_MATHML { return "math" }
        var original = element.original_tag
        gumbo_tag_from_original_text(&original)
        if isDrawing, original.length > 0, let normal = gumbo_normalize_svg_tagname(&original) {
            return String(cString: normal)
        }
        if element.tag != GUMBO_TAG_UNKNOWN { return String(cString: gumbo_normalized_tagname(element.tag)) }
        guard let data = original.data, original.length > 0 else { return "" }
        let bytes = UnsafeRawBufferPointer(start: data, count: original.length)
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }
}
