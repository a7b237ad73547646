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
    /// Where the records of e-mail domains are looked up.
    let names: NameLookup
    private let way: Way

    init(_ reader: SettingsReader) throws {
        from = try reader[.mailFrom].map { text in
            guard let mailbox = Mailbox(text) else {
                throw SettingsError("--mail-from: \"\(text)\" is no address such as Docs <docs@example.com>")
            }
            return mailbox
        }
        names = try NameLookup(
            reader[.nameServer].map { text in
                guard let server = NameLookup.Server(text) else {
                    throw SettingsError("--name-server: \"\(text)\" is no address such as 192.0.2.53 or 192.0.2.53:53")
                }
                return server
            })
        guard let text = reader[.smtpURL] else {
            way = .directory(
                try reader[.mailDirectory].map { URL(fileURLWithPath: $0, isDirectory: true) }
                    ?? reader.dataDirectory().appendingPathComponent("mail", isDirectory: true))
            return
        }
        let authorities = reader[.smtpAuthorities]
        if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
            throw SettingsError("--smtp-ca-file: cannot read \(authorities)")
        }
        let server = SMTPServer(
            text, account: reader[.smtpUser], password: reader[.smtpPassword], authorities: authorities)
        guard let server else {
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

/// Looks the records of e-mail domains up, until the program is told to stop.
struct MailDomainService: Service {
    private static let pause = Duration.seconds(60)

    let domains: MailDomains
    let names: NameLookup
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let seen = domains.bell.count
                do {
                    try await domains.check(by: names)
                } catch {
                    logger.warning("e-mail domains could not be looked up", metadata: ["error": "\(error)"])
                }
                await domains.bell.wait(since: seen, atMost: Self.pause)
            }
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
