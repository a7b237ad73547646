/// The address of a request line, taken apart.
package struct RequestTarget: Sendable, Equatable {
    /// The path as it was sent.
    package let rawPath: String
    /// What followed the first `?`, untouched; nil without one.
    package let query: String?
    /// The host of an absolute address, which wins over the Host field.
    package let authority: String?
    /// The path that routes are matched against.
    package let path: [UInt8]

    /// Reads `/path?query` or `http://host/path?query`; nil for anything else, and for broken percent-encoding.
    package init?(_ text: String) {
        var rest = Substring(text)
        var authority: String?
        if rest.utf8.first != 0x2F {
            guard let start = Self.afterScheme(rest) else { return nil }
            rest = rest[start...]
            let end = rest.utf8.firstIndex { $0 == 0x2F || $0 == 0x3F } ?? rest.endIndex
            authority = String(rest[..<end])
            guard authority?.isEmpty == false, authority?.utf8.contains(0x40) == false else { return nil }
            rest = rest[end...]
        }
        guard !rest.utf8.contains(0x23) else { return nil }
        let mark = rest.utf8.firstIndex(of: 0x3F)
        let path = rest[..<(mark ?? rest.endIndex)]
        rawPath = path.isEmpty ? "/" : String(path)
        query = mark.map { String(rest[rest.utf8.index(after: $0)...]) }
        self.authority = authority
        guard let normalised = Self.normalised(rawPath) else { return nil }
        self.path = normalised
    }

    private static func afterScheme(_ text: Substring) -> Substring.Index? {
        for scheme in ["http://", "https://"] where text.utf8.count > scheme.utf8.count {
            let end = text.utf8.index(text.startIndex, offsetBy: scheme.utf8.count)
            if ASCII.same(String(text[..<end]), scheme) { return end }
        }
        return nil
    }

    /// Decodes what is not reserved, removes dot segments and merges slashes; nil for broken percent-encoding.
    package static func normalised(_ path: String) -> [UInt8]? {
        let raw = Array(path.utf8)
        guard needsWork(raw) else { return raw }
        guard let decoded = decodingUnreserved(raw) else { return nil }
        return resolvingDots(decoded)
    }

    private static func needsWork(_ raw: [UInt8]) -> Bool {
        var previous: UInt8 = 0
        for byte in raw {
            if byte == 0x25 || (previous == 0x2F && (byte == 0x2F || byte == 0x2E)) { return true }
            previous = byte
        }
        return false
    }

    private static func decodingUnreserved(_ raw: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            guard raw[index] == 0x25 else {
                bytes.append(raw[index])
                index += 1
                continue
            }
            guard index + 2 < raw.count, let high = hexValue(raw[index + 1]), let low = hexValue(raw[index + 2])
            else { return nil }
            let value = high << 4 | low
            if isReserved(value) {
                bytes.append(contentsOf: [0x25, hexDigit(high), hexDigit(low)])
            } else {
                bytes.append(value)
            }
            index += 3
        }
        return bytes
    }

    private static func resolvingDots(_ path: [UInt8]) -> [UInt8] {
        var segments: [ArraySlice<UInt8>] = []
        let parts = path.split(separator: 0x2F, omittingEmptySubsequences: true)
        for part in parts {
            if part.elementsEqual([0x2E, 0x2E]) {
                _ = segments.popLast()
            } else if !part.elementsEqual([0x2E]) {
                segments.append(part)
            }
        }
        var result: [UInt8] = []
        result.reserveCapacity(path.count)
        for segment in segments {
            result.append(0x2F)
            result.append(contentsOf: segment)
        }
        let last = parts.last.map(Array.init) ?? []
        if path.last == 0x2F || last == [0x2E] || last == [0x2E, 0x2E] || result.isEmpty { result.append(0x2F) }
        return result
    }

    /// Writes a path so that it can stand in a request line.
    package static func escaped(_ path: [UInt8]) -> String {
        guard path.contains(where: { !mayStand($0) }) else { return String(decoding: path, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.count + 16)
        for byte in path {
            if mayStand(byte) {
                bytes.append(byte)
            } else {
                bytes.append(contentsOf: [0x25, hexDigit(byte >> 4), hexDigit(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let reserved = ByteSet(of: "!*'();:@&=+$,/?%#[]")
    private static let standing = ByteSet(of: "-_.~!#$&'()*+,/:;=?@[]%")
        .union(ByteSet(0x30...0x39)).union(ByteSet(0x41...0x5A)).union(ByteSet(0x61...0x7A))

    private static func isReserved(_ byte: UInt8) -> Bool { reserved.contains(byte) }

    private static func mayStand(_ byte: UInt8) -> Bool { standing.contains(byte) }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }
}
