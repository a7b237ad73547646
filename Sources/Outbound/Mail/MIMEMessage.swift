package import Model

/// An e-mail as it travels: RFC 5322 and MIME, text and HTML side by side.
package enum MIMEMessage {
    /// The message, signed when there is a key. Throws when the key is none.
    package static func bytes(
        of mail: OutgoingMail, id: String, at now: Instant, signedWith key: MailKey? = nil
    ) throws -> [UInt8] {
        let boundary = "portico-\(id)"
        let domain = mail.from.address.split(separator: "@").last ?? "localhost"
        let replyTo = mail.replyTo.map { ["Reply-To: \(MailHeader.mailbox(Mailbox(name: "", address: $0)))"] } ?? []
        var head =
            replyTo + [
                "From: \(MailHeader.mailbox(mail.from))", "To: \(MailHeader.mailbox(mail.to))",
                "Subject: \(MailHeader.text(mail.subject))", "Date: \(MailHeader.date(now))",
                "Message-ID: <\(id)@\(domain)>", "MIME-Version: 1.0", "Auto-Submitted: auto-generated",
                "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
            ]
        let parts = part(mail.text, type: "plain", boundary) + part(mail.html, type: "html", boundary)
        let body = (parts + ["--\(boundary)--", ""]).joined(separator: "\r\n")
        if let key { head.insert(try DKIM.field(head: head, body: body, key: key, at: now), at: 0) }
        return Array((head + ["", body]).joined(separator: "\r\n").utf8)
    }

    private static func part(_ text: String, type: String, _ boundary: String) -> [String] {
        [
            "--\(boundary)", "Content-Type: text/\(type); charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable", "", QuotedPrintable.encoded(text),
        ]
    }
}

/// Values of header fields, in which no text can begin another field.
enum MailHeader {
    private static let longestPlain = 60
    /// Bytes of UTF-8 in one encoded word: in base64 52 characters, so that the field's name fits on the line too.
    private static let bytesPerWord = 39

    /// Any text: as it is when it is short ASCII, else in encoded words (RFC 2047) on lines of their own.
    static func text(_ text: String) -> String {
        let clean = withoutControls(text)
        let isPlain = clean.utf8.count <= longestPlain && clean.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain && !clean.contains("=?") ? clean : encodedWords(clean)
    }

    static func mailbox(_ mailbox: Mailbox) -> String {
        let address = withoutControls(mailbox.address)
        if mailbox.name.isEmpty { return address }
        let name = text(mailbox.name)
        let isPlain = name.utf8.count <= longestPlain && !name.contains("=?")
        return isPlain
            ? "\"\(name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\" <\(address)>"
            : "\(name) <\(address)>"
    }

    /// `Wed, 04 Nov 2026 20:10:06 +0000`.
    static func date(_ now: Instant) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let iso = now.iso, parts = iso.prefix(10).split(separator: "-")
        let day = days[Int(max(0, now.milliseconds) / 86_400_000 % 7)]
        let month = months[max(0, min(11, (Int(parts[1]) ?? 1) - 1))]
        return "\(day), \(parts[2]) \(month) \(parts[0]) \(iso.dropFirst(11).prefix(8)) +0000"
    }

    private static func withoutControls(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return result
    }

    private static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for character in text.unicodeScalars {
            let bytes = Array(String(character).utf8)
            if words[words.count - 1].count + bytes.count > bytesPerWord { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Base64.encoded($0))?=" }.joined(separator: "\r\n ")
    }
}

/// Quoted-printable (RFC 2045), for text of any length and language.
enum QuotedPrintable {
    private static let longestLine = 76
    private static let digits = Array("0123456789ABCDEF")

    static func encoded(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map(line).joined(separator: "\r\n")
    }

    private static func line(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var result = "", width = 0
        for (index, byte) in bytes.enumerated() {
            let isTrailingSpace = (byte == 0x20 || byte == 0x09) && index == bytes.count - 1
            let isPlain = (0x20...0x7E).contains(byte) && byte != 0x3D && !isTrailingSpace
            let token = isPlain ? String(UnicodeScalar(byte)) : escaped(byte)
            // One column stays free for the sign of a soft line break.
            if width + token.utf8.count > longestLine - 1 {
                result += "=\r\n"
                width = 0
            }
            result += token
            width += token.utf8.count
        }
        return result
    }

    private static func escaped(_ byte: UInt8) -> String {
        "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
}
