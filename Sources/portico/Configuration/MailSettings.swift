import Core
import Foundation
import Logging
import Model
import Outbound
import ServiceLifecycle

/// How e-mails leave: through a mail server, or as files while none is set.
struct MailSettings: Sendable {
    private enum Way: Sendable {
        case server(SMTPServer)
        case directory(URL)
    }

    let from: Mailbox?
    private let way: Way

    init(_ reader: SettingsReader) throws {
        from = try reader[.mailFrom].map { text in
            guard let mailbox = Mailbox(text) else {
                throw SettingsError("--mail-from: \"\(text)\" is no address such as Docs <docs@example.com>")
            }
            return mailbox
        }
        guard let text = reader[.smtpURL] else {
            way = .directory(
                try reader[.mailDirectory].map { URL(fileURLWithPath: $0, isDirectory: true) }
                    ?? reader.dataDirectory().appendingPathComponent("mail", isDirectory: true))
            return
        }
        guard let server = SMTPServer(text, account: reader[.smtpUser], password: reader[.smtpPassword]) else {
            throw SettingsError("--smtp-url: \"\(text)\" is no smtp://HOST:PORT or smtps://HOST:PORT")
        }
        way = .server(server)
    }

    /// What delivers the outbox. Throws a sentence when the directory for files cannot be made.
    func worker(_ outbox: Outbox, logger: Logger) throws -> OutboxWorker {
        switch way {
        case .server(let server): return OutboxWorker(outbox, transport: SMTPTransport(server), logger: logger)
        case .directory(let directory):
            guard let transport = try? MailDirectory(directory) else {
                throw SettingsError("--mail-dir: cannot make the directory \(directory.path)")
            }
            return OutboxWorker(outbox, transport: transport, logger: logger)
        }
    }
}

/// Delivers e-mails until the program is told to stop.
struct MailService: Service {
    let worker: OutboxWorker

    func run() async throws {
        await cancelWhenGracefulShutdown { await worker.run() }
    }
}
