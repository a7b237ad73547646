package import Model
package import Rendering

/// What an e-mail says, before it is laid out as text and as HTML.
package struct MailContent: Sendable {
    package struct Button: Sendable, Equatable {
        package var label: String
        package var link: String

        package init(_ label: String, to link: String) {
            self.label = label
            self.link = link
        }
    }

    package var subject: String
    package var title: String
    /// The body for readers that show no HTML.
    package var plain: String
    package var rich: HTML
    package var button: Button?
    /// What stands small below the button.
    package var note: String?

    package init(
        subject: String, title: String, paragraphs: [String], button: Button? = nil, note: String? = nil
    ) {
        self.subject = subject
        self.title = title
        plain = paragraphs.joined(separator: "\n\n")
        let lines: [HTML] = paragraphs.map { "<p>\($0)</p>\n" }
        rich = "\(lines)"
        self.button = button
        self.note = note
    }

    /// A wording with values in place of its variables. Markdown in a value is only text.
    package init(_ wording: MailWording, _ values: [MailVariable: String], link: String?, note: String?) {
        func value(_ name: String) -> String? {
            name == MailVariable.link ? link : MailVariable(rawValue: name).flatMap { values[$0] }
        }
        subject = MailText.filled(wording.subject, value)
        title = MailText.filled(wording.title, value)
        plain = MailText.filled(wording.body, value)
        rich = Markdown.html(
            MailText.filled(wording.body) { value($0).map(Self.escaped) },
            options: .init(headingOffset: 1, anchors: false))
        let namesLink = wording.placeholders.contains(MailVariable.link)
        if let link, !wording.buttonLabel.isEmpty || !namesLink {
            let label = wording.buttonLabel.isEmpty ? "Open" : wording.buttonLabel
            button = Button(MailText.filled(label, value), to: link)
        }
        self.note = note
    }

    /// CommonMark takes every ASCII sign of punctuation as it is behind a backslash.
    private static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                result += " "
                continue
            }
            let isSign = scalar.isASCII && !scalar.properties.isAlphabetic && !(48...57).contains(scalar.value)
            if isSign, scalar != " " { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    /// For readers that show no HTML; the signature names the sender.
    func text(signature: String) -> String {
        var blocks = [plain]
        if let button { blocks.append("\(button.label):\n\(button.link)") }
        if let note { blocks.append(note) }
        return (blocks + ["-- \n\(signature)"]).joined(separator: "\n\n") + "\n"
    }

    /// One column that mail programs show alike; styles stand inline because they know no other.
    package func html(signature: String) -> HTML {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>\(subject)</title></head>
        <body style="margin:0;background:#f5f6f8">\(column(signature: signature))</body>
        </html>
        """
    }

    private func column(signature: String) -> HTML {
        let action: HTML? = button.map { button in
            """
            <p style="margin:24px 0"><a href="\(url: button.link)" style="background:#3451b2;color:#ffffff;\
            text-decoration:none;padding:12px 20px;border-radius:8px;display:inline-block;font-weight:600">\
            \(button.label)</a></p><p style="margin:0 0 16px;font-size:13px;color:#5c6470;word-break:break-all">\
            \(button.link)</p>
            """
        }
        let small: HTML? = note.map { "<p style=\"margin:0 0 16px;font-size:13px;color:#5c6470\">\($0)</p>" }
        return """
            <div style="max-width:560px;margin:0 auto;padding:32px 20px;\
            font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.55;color:#1d2129">
            <div style="background:#ffffff;border-radius:12px;padding:32px">\
            <h1 style="margin:0 0 16px;font-size:20px">\(title)</h1>
            \(rich)\(action)\(small)</div>
            <p style="margin:16px 0 0;font-size:12px;color:#5c6470;text-align:center">\(signature)</p></div>
            """
    }
}
