import Core
package import Foundation
import Glibc
package import Model

/// Writes each e-mail as one `.eml` file, for installations without a mail server. A reader never sees half a file.
package struct MailDirectory: MailTransport {
    private let directory: URL

    /// Makes the directory when it is not there; only its owner may look inside, because links are secrets.
    package init(_ directory: URL) throws {
        self.directory = directory
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    package func deliver(
        _ mail: OutgoingMail, id: ID<OutboxEntry>, at now: Instant, signedWith key: MailKey?
    ) async throws {
        let bytes = try MIMEMessage.bytes(of: mail, id: id.text, at: now, signedWith: key)
        let target = directory.appendingPathComponent("\(id).eml").path
        try await Background.run { try Self.write(bytes, to: target) }
    }

    private static func write(_ bytes: [UInt8], to target: String) throws {
        let partial = target + ".part"
        let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("cannot create \(partial)") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                close(file)
                throw failure("cannot write \(partial)")
            }
            rest = rest.dropFirst(written)
        }
        let isSynced = fsync(file) == 0
        guard close(file) == 0, isSynced, rename(partial, target) == 0 else { throw failure("cannot write \(target)") }
    }

    private static func failure(_ what: String) -> MailFailure {
        MailFailure("\(what): \(String(cString: strerror(errno)))")
    }
}
