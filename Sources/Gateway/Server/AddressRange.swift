import Glibc
import NIOCore

/// A network such as `10.0.0.0/8` or `fd00::/8`, or one address.
package struct AddressRange: Sendable, Equatable {
    private let bytes: [UInt8]
    private let length: Int

    /// Nil when the text is no address and no network.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(of: String(first)) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...length).contains(given) else { return nil }
            length = given
        }
        self.bytes = bytes
        self.length = length
    }

    package func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address), other.count == bytes.count else { return false }
        return (0..<length).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            return bytes[bit / 8] & mask == other[bit / 8] & mask
        }
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr(), six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        // An IPv4 address that came in by an IPv6 socket is still an IPv4 address.
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes.dropFirst(12)) : bytes
    }
}

extension SocketAddress {
    /// The address without its port, as headers carry it; an IPv4 address never in its IPv6 form.
    var plainAddress: String {
        guard let address = ipAddress else { return "127.0.0.1" }
        let mapped = "::ffff:"
        return address.hasPrefix(mapped) && address.contains(".") ? String(address.dropFirst(mapped.count)) : address
    }
}
