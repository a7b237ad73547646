import Model
import Outbound
import TestKit
import Testing

@Suite struct MIMEMessageTests {
    private func message(
        to: Mailbox = Mailbox(name: "Ada", address: "ada@example.com"), subject: String = "Hello", text: String = "Hi"
    ) throws -> String {
        let mail = OutgoingMail(
            template: .resetPassword, portalID: nil, from: Mailbox(name: "Docs", address: "docs@example.com"), to: to,
            subject: subject, text: text, html: "<p>Hi</p>", link: nil)
        return String(decoding: try MIMEMessage.bytes(of: mail, id: "1", at: FixedClock.start), as: UTF8.self)
    }

    @Test func aMessageIsWrittenAsMailProgramsReadIt() throws {
        let expected = """
            From: "Docs" <docs@example.com>
            To: "Ada" <ada@example.com>
            Subject: Hello
            Date: Fri, 02 Jan 2026 03:04:05 +0000
            Message-ID: <1@example.com>
            MIME-Version: 1.0
            Auto-Submitted: auto-generated
            Content-Type: multipart/alternative; boundary="portico-1"

            --portico-1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hi
            --portico-1
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Hi</p>
            --portico-1--

            """
        #expect(try message() == expected.replacing("\n", with: "\r\n"))
    }

    @Test(arguments: ["A\r\nBcc: eve@example.com", "A\nBcc: eve@example.com", "A\u{85}Bcc: x", "\"\r\n\r\n<b>"])
    func noTextBeginsAnotherField(text: String) throws {
        let reader = Mailbox(name: text, address: "ada@example.com\r\nBcc: eve@example.com")
        let whole = try message(to: reader, subject: text)
        let head = whole.components(before: "\r\n\r\n")
        let names = head.split(separator: "\r\n").filter { !$0.hasPrefix(" ") }
            .map { String($0.prefix { $0 != ":" }) }
        #expect(
            names == [
                "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Type",
            ])
    }

    @Test func longAndForeignTextIsEncodedInShortLines() throws {
        let whole = try message(
            subject: String(repeating: "Grüße 👋 ", count: 40), text: String(repeating: "x=ü", count: 300))
        #expect(whole.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        #expect(whole.utf8.allSatisfy { $0 < 128 })
        #expect(whole.contains("=?utf-8?B?"))
        #expect(whole.contains("x=3D=C3=BC"))
    }
}

extension String {
    fileprivate func components(before separator: String) -> String {
        firstRange(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
