/// Texts in programs.
enum SampleText {
    enum UnicodeEscape {
        /// `\u0007`
        case fourDigits
        /// `\u{7}`
        case braced
    }

    /// A text in double quotes, in which nothing means anything; `also` are further characters that want a backslash.
    static func quoted(_ text: String, _ escape: UnicodeEscape = .fourDigits, also: String = "") -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where also.unicodeScalars.contains(scalar): result += "\\" + String(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || isLineEnd(scalar):
                let digits = String(scalar.value, radix: 16)
                let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                result += escape == .braced ? "\\u{\(digits)}" : "\\u\(padded)"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// For a shell: in single quotes, so that nothing inside means anything.
    static func shell(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        [0x85, 0x2028, 0x2029].contains(scalar.value)
    }

    /// The lines of a text that may stand in a program as they are; nil when it is to be quoted instead.
    static func block(_ text: String, without forbidden: [String]) -> [String]? {
        let isPlain = text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) }
        guard text.contains("\n"), isPlain, !text.unicodeScalars.contains(where: isLineEnd),
            !forbidden.contains(where: text.contains)
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.first, let last = lines.last, !first.hasPrefix(" "), !last.isEmpty,
            !lines.contains(where: { $0.hasSuffix(" ") })
        else { return nil }
        return lines
    }

    /// Lines moved to the right; empty ones stay empty.
    static func indented(_ lines: [String], by count: Int) -> [String] {
        let space = String(repeating: " ", count: count)
        return lines.map { $0.isEmpty ? $0 : space + $0 }
    }
}

/// A piece of a body that a program puts together.
enum SamplePiece {
    case text(String)
    case file(String)
}

extension SampleRequest {
    static let boundary = "portico-sample-boundary"

    /// The type of the body that the program itself has to name.
    var bodyType: String? {
        if isMultipart { return "multipart/form-data; boundary=\(Self.boundary)" }
        return form.isEmpty ? nil : "application/x-www-form-urlencoded"
    }

    /// All headers with that of a form, for programs that write the body themselves.
    var writtenHeaders: [Field] {
        headers + (bodyType.map { [Field(name: "Content-Type", value: $0)] } ?? [])
    }

    /// The body in pieces, for programs that write it themselves; empty when there is none.
    var pieces: [SamplePiece] {
        if let file { return [.file(file)] }
        if let body { return [.text(body)] }
        guard isMultipart else { return form.isEmpty ? [] : [.text(encodedForm)] }
        var pieces: [SamplePiece] = []
        var text = ""
        for field in form {
            let name = Self.quotedName(field.name)
            text += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\""
            if field.isFile { text += "; filename=\"\(Self.quotedName(field.value))\"" }
            if let type = field.mediaType ?? (field.isFile ? "application/octet-stream" : nil) {
                text += "\r\nContent-Type: \(type)"
            }
            text += "\r\n\r\n"
            if field.isFile {
                pieces += [.text(text), .file(field.value)]
                text = "\r\n"
            } else {
                text += field.value + "\r\n"
                pieces.append(.text(text))
                text = ""
            }
        }
        return pieces + [.text(text + "--\(Self.boundary)--\r\n")]
    }

    /// The form as one text.
    var encodedForm: String {
        form.map { "\(AddressText.encoded($0.name))=\(AddressText.encoded($0.value))" }.joined(separator: "&")
    }

    /// As browsers write names in multipart bodies.
    private static func quotedName(_ name: String) -> String {
        name.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }
}
