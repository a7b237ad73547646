package import NIOCore
import Crypto
import Synchronization

/// One file that browsers load, under a name that holds its content's hash.
package final class Asset: Sendable {
    /// `console.3f2a9c0b5d7e1a44.css`.
    package let fileName: String
    package let contentType: String
    package let hash: String
    private let identity: ByteBuffer
    private let copies = Mutex<[ContentEncoding: ByteBuffer]>([:])

    init(name: String, bytes: [UInt8]) {
        hash = Self.hash(of: bytes)
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        fileName = "\(name[..<dot]).\(hash)\(name[dot...])"
        contentType = Self.contentType(of: name)
        identity = ByteBuffer(bytes: bytes)
    }

    package var address: String { "/_core/assets/\(fileName)" }

    /// The bytes in an encoding; compressed when first asked for, then kept. Nil when compression gains nothing.
    package func copy(_ encoding: ContentEncoding) -> ByteBuffer? {
        if encoding == .identity { return identity }
        guard contentType.hasPrefix("text/") || contentType.hasSuffix("+xml") else { return nil }
        return copies.withLock { copies in
            if let copy = copies[encoding] { return copy }
            // The best quality costs a tenth of a second for 50 KB: once per file, so only huge ones get less.
            let quality: Int32 = identity.readableBytes > 200_000 ? 8 : 11
            let copy = encoding.compressed(identity, quality: quality)
            copies[encoding] = copy
            return copy
        }
    }

    private static func hash(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(8).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0\(text)" : text
        }.joined()
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }
}
