import CResolver
import Core

/// Looks names up at the name servers of the system, or at one that the operator has named.
package struct NameLookup: NameService {
    /// A name server: an IPv4 address and a port.
    package struct Server: Sendable, Equatable {
        package var address: String
        package var port: Int

        /// Reads `192.0.2.53` or `192.0.2.53:5353`; nil for anything else.
        package init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            let isAddress = numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
            guard parts.count <= 2, isAddress, let port = parts.count == 2 ? Int(parts[1]) : 53,
                (1...65_535).contains(port)
            else { return nil }
            address = parts[0]
            self.port = port
        }
    }

    private static let capacity = 16_384

    private let server: Server?

    package init(_ server: Server? = nil) {
        self.server = server
    }

    package func texts(at name: String) async throws -> [String] {
        let server = server
        return try await Background.run { try Self.texts(at: name, server) }
    }

    private static func texts(at name: String, _ server: Server?) throws -> [String] {
        var bytes = [UInt8](repeating: 0, count: capacity)
        let count = Int(portico_dns_texts(name, server?.address, Int32(server?.port ?? 0), &bytes, Int32(capacity)))
        guard count >= 0 else { throw NameFailure(description: "no answer about \(name)") }
        var texts: [String] = [], rest = bytes[..<count]
        while rest.count >= 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            texts.append(String(decoding: rest.dropFirst(2).prefix(length), as: UTF8.self))
            rest = rest.dropFirst(2 + length)
        }
        return texts
    }
}

/// Why a name could not be looked up.
struct NameFailure: Error, CustomStringConvertible {
    let description: String
}
