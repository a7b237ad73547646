import CCompression
package import NIOCore

/// How a body is encoded on the wire.
package enum ContentEncoding: String, Sendable {
    case identity, gzip
    case brotli = "br"

    /// What the browser takes and we have, best first. A weight of zero refuses.
    package static func accepted(in header: String?) -> [ContentEncoding] {
        let accepted = (header ?? "").lowercased().split(separator: ",").compactMap { part -> String? in
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " } }
            let isRefused = pieces.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
            return isRefused ? nil : pieces.first
        }
        return [.brotli, .gzip].filter { accepted.contains($0.rawValue) }
    }

    /// The bytes in this encoding, or nil when that gains nothing. The quality, up to 11, is brotli's.
    package func compressed(_ bytes: ByteBuffer, quality: Int32) -> ByteBuffer? {
        let input = Array(bytes.readableBytesView)
        var output = [UInt8](repeating: 0, count: input.count)
        let written =
            switch self {
            case .identity: 0
            case .gzip: portico_gzip(input, input.count, &output, output.count)
            case .brotli: portico_brotli(input, input.count, &output, output.count, quality)
            }
        return written == 0 ? nil : ByteBuffer(bytes: output[..<written])
    }
}
