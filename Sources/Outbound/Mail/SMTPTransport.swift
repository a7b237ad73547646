import CCurl
import Core
import Foundation
package import Model

/// How to reach a mail server.
package struct SMTPServer: Sendable, Equatable {
    package var host: String
    package var port: Int
    /// TLS from the first byte; otherwise STARTTLS, where the server has it.
    package var isImplicitTLS: Bool
    package var account: String?
    package var password: String?
    /// A file of certificates in PEM that vouch for the server, in place of the system's.
    package var authorities: String?

    /// Reads `smtp://HOST[:PORT]` (587 unless given) or `smtps://HOST[:PORT]` (465); nil for anything else.
    package init?(_ text: String, account: String? = nil, password: String? = nil, authorities: String? = nil) {
        guard let url = URL(string: text), let scheme = url.scheme, ["smtp", "smtps"].contains(scheme),
            let host = url.host, !host.isEmpty, url.user == nil, ["", "/"].contains(url.path)
        else { return nil }
        self.host = host
        isImplicitTLS = scheme == "smtps"
        port = url.port ?? (scheme == "smtps" ? 465 : 587)
        self.account = account
        self.password = password
        self.authorities = authorities
    }

    /// A password travels only over TLS, unless the server is on this machine.
    var requiresTLS: Bool {
        account != nil && !["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    var url: String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return "\(isImplicitTLS ? "smtps" : "smtp")://\(name):\(port)"
    }
}

/// Hands e-mails to a mail server, one connection each.
package struct SMTPTransport: MailTransport {
    private static let connectSeconds = 10
    /// Less than the outbox keeps an e-mail for one worker.
    private static let totalSeconds = 60

    private let server: SMTPServer

    package init(_ server: SMTPServer) {
        _ = CurlLibrary.isReady
        self.server = server
    }

    package func deliver(
        _ mail: OutgoingMail, id: ID<OutboxEntry>, at now: Instant, signedWith key: MailKey?
    ) async throws {
        let addresses = [mail.from.address, mail.to.address]
        guard addresses.allSatisfy({ EmailAddress.problem("", $0) == nil }) else {
            throw MailFailure("\(mail.to.address) is no e-mail address", isFinal: true)
        }
        let bytes = try MIMEMessage.bytes(of: mail, id: id.text, at: now, signedWith: key), server = server
        try await Background.run { try Self.send(bytes, from: addresses[0], to: addresses[1], through: server) }
    }

    private static func send(_ bytes: [UInt8], from: String, to: String, through server: SMTPServer) throws {
        guard let handle = curl_easy_init() else { throw MailFailure("out of memory") }
        defer { curl_easy_cleanup(handle) }
        let readers = curl_slist_append(nil, "<\(to)>")
        defer { curl_slist_free_all(readers) }
        let upload = Upload(bytes)
        let problem = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        problem.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { problem.deallocate() }
        portico_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, problem)
        portico_curl_set_string(handle, CURLOPT_MAIL_FROM, "<\(from)>")
        portico_curl_set_pointer(handle, CURLOPT_MAIL_RCPT, readers)
        configure(handle, server)
        let result = withExtendedLifetime(upload) {
            portico_curl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(upload).toOpaque())
            portico_curl_set_read(handle) { buffer, size, count, upload in
                guard let buffer, let upload else { return 0 }
                return Unmanaged<Upload>.fromOpaque(upload).takeUnretainedValue().read(into: buffer, most: size * count)
            }
            return curl_easy_perform(handle)
        }
        if result != CURLE_OK {
            let reason = problem.pointee == 0 ? String(cString: curl_easy_strerror(result)) : String(cString: problem)
            throw MailFailure(
                "\(server.host):\(server.port): \(reason)",
                isFinal: isRefused(reason, status: portico_curl_status(handle)))
        }
    }

    /// Whether the server said for good that it does not take e-mails for the reader. What it says of ourselves, our
    /// sender or the message may be mended.
    private static func isRefused(_ reason: String, status: Int) -> Bool {
        reason.hasPrefix("RCPT failed") && (550...553).contains(status)
    }

    private static func configure(_ handle: UnsafeMutableRawPointer, _ server: SMTPServer) {
        portico_curl_set_string(handle, CURLOPT_URL, server.url)
        portico_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        let security = server.requiresTLS ? CURLUSESSL_ALL : CURLUSESSL_TRY
        portico_curl_set_long(handle, CURLOPT_USE_SSL, Int(security.rawValue))
        portico_curl_set_long(handle, CURLOPT_UPLOAD, 1)
        portico_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        portico_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, connectSeconds)
        portico_curl_set_long(handle, CURLOPT_TIMEOUT, totalSeconds)
        if let authorities = server.authorities { portico_curl_set_string(handle, CURLOPT_CAINFO, authorities) }
        if let account = server.account {
            portico_curl_set_string(handle, CURLOPT_USERNAME, account)
            portico_curl_set_string(handle, CURLOPT_PASSWORD, server.password ?? "")
        }
    }
}

/// The bytes that libcurl asks for piece by piece, on one thread.
private final class Upload {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    func read(into buffer: UnsafeMutablePointer<CChar>, most: Int) -> Int {
        let piece = rest.prefix(most)
        for (index, byte) in piece.enumerated() { buffer[index] = CChar(bitPattern: byte) }
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}
