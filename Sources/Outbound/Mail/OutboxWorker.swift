package import Core
package import Logging
import Model

/// Delivers what is in the outbox, one e-mail after the other, until it is cancelled.
///
/// Any number may run at once, here and in other instances: an e-mail is claimed before it is delivered.
package struct OutboxWorker: Sendable {
    private static let patience = Duration.seconds(5)

    private let outbox: Outbox
    private let transport: any MailTransport
    private let logger: Logger

    package init(_ outbox: Outbox, transport: any MailTransport, logger: Logger) {
        self.outbox = outbox
        self.transport = transport
        self.logger = logger
    }

    /// Returns soon after the task was cancelled; a delivery that has begun is finished first.
    package func run() async {
        while !Task.isCancelled {
            let seen = outbox.bell.count
            if await deliverNext() { continue }
            await outbox.bell.wait(since: seen, atMost: Self.patience)
        }
    }

    /// Tries the e-mail that is due for longest; false when none is.
    package func deliverNext() async -> Bool {
        do {
            guard let claimed = try await outbox.claim(limit: 1).first else { return false }
            do {
                guard let mail = claimed.mail else {
                    throw MailFailure("it was written under another master key")
                }
                let key = try await outbox.key(for: mail)
                try await transport.deliver(mail, id: claimed.entry.id, at: outbox.now, signedWith: key)
            } catch {
                logger.warning(
                    "e-mail not delivered", metadata: ["id": "\(claimed.entry.id)", "error": "\(error)"])
                try await outbox.fail(claimed, error as? MailFailure ?? MailFailure("\(error)"))
                return true
            }
            try await outbox.complete(claimed)
            return true
        } catch {
            logger.error("the outbox cannot be worked on", metadata: ["error": "\(error)"])
            return false
        }
    }
}
