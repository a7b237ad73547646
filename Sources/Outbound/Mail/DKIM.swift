import Crypto
import CryptoExtras
import Foundation
import Model

/// Signs e-mails, so that mail servers know that the sender's domain vouches for them (RFC 6376): RSA and SHA-256,
/// relaxed in head and body.
enum DKIM {
    private static let signed: Set = [
        "from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "auto-submitted", "content-type",
    ]
    /// So many characters of base64 stand on one line.
    private static let lineLength = 72

    /// The header field that goes before the head of a message, in one piece with its line breaks. Throws when the key
    /// is none.
    static func field(head: [String], body: String, key: MailKey, at now: Instant) throws -> String {
        let fields = head.filter { signed.contains(name(of: $0)) }
        let digest = Base64.encoded(Array(SHA256.hash(data: Data(relaxed(body: body).utf8))))
        let start = [
            "v=1; a=rsa-sha256; c=relaxed/relaxed; d=\(key.domain); s=\(key.selector);",
            "t=\(now.milliseconds / 1_000); h=\(fields.map(name).joined(separator: ":"));", "bh=\(digest);", "b=",
        ]
        let unsigned = "DKIM-Signature: " + start.joined(separator: "\r\n ")
        let text = (fields + [unsigned]).map(relaxed(field:)).joined(separator: "\r\n")
        let rsa = try _RSA.Signing.PrivateKey(pemRepresentation: key.pem)
        let signature = try rsa.signature(for: SHA256.hash(data: Data(text.utf8)), padding: .insecurePKCS1v1_5)
        return unsigned + folded(Base64.encoded(Array(signature.rawRepresentation)))
    }

    private static func name(of field: String) -> String {
        field.prefix { $0 != ":" }.lowercased()
    }

    /// One field on one line, its name in small letters, each run of spaces one space.
    static func relaxed(field: String) -> String {
        let value = field.drop { $0 != ":" }.dropFirst()
        let words = value.split { " \t\r\n".contains($0) || $0 == "\r\n" }
        return name(of: field) + ":" + words.joined(separator: " ")
    }

    /// Without spaces at the ends of lines and empty lines at the end, each run of spaces one space.
    static func relaxed(body: String) -> String {
        var lines = body.split(separator: "\r\n", omittingEmptySubsequences: false).map { line in
            let isIndented = line.first.map { $0 == " " || $0 == "\t" } ?? false
            let words = line.split { $0 == " " || $0 == "\t" }
            return (isIndented && !words.isEmpty ? " " : "") + words.joined(separator: " ")
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func folded(_ text: String) -> String {
        var result = "", rest = text[...]
        while !rest.isEmpty {
            result += "\r\n " + rest.prefix(lineLength)
            rest = rest.dropFirst(lineLength)
        }
        return result
    }
}
