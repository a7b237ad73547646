/// Addresses inside a document (RFC 6901).
package enum JSONPointer {
    /// `a/b` as one step of a pointer: `a~1b`.
    package static func escaped(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return name }
        return name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// The names along a pointer; nil when the text is no pointer.
    package static func steps(_ pointer: String) -> [String]? {
        if pointer.isEmpty { return [] }
        guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            $0.utf8.contains(UInt8(ascii: "~"))
                ? String($0).replacing("~1", with: "/").replacing("~0", with: "~") : String($0)
        }
    }

    /// The pointer of a `$ref` into the same document; nil when it leads elsewhere.
    package static func local(reference: String) -> String? {
        guard reference.utf8.first == UInt8(ascii: "#") else { return nil }
        let fragment = String(reference.dropFirst())
        return fragment.utf8.contains(UInt8(ascii: "%")) ? percentDecoded(fragment) : fragment
    }

    private static func percentDecoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
                let code = UInt8(String(decoding: bytes[position + 1...position + 2], as: UTF8.self), radix: 16)
            {
                decoded.append(code)
                position += 3
            } else {
                decoded.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
