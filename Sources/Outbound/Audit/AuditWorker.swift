package import Core
package import Logging
import Model

/// Brings audit events to the destinations of their webhooks, until it is cancelled.
///
/// Any number may run at once, here and in other instances: events are claimed before they are sent.
package struct AuditWorker: Sendable {
    private static let pause = Duration.seconds(1)
    private static let longestMessage = 200

    private let delivery: AuditDelivery
    private let calls: any OutgoingCalls
    private let logger: Logger

    package init(_ delivery: AuditDelivery, calls: any OutgoingCalls, logger: Logger) {
        self.delivery = delivery
        self.calls = calls
        self.logger = logger
    }

    /// Returns soon after the task was cancelled; a delivery that has begun is finished first.
    package func run() async {
        while !Task.isCancelled {
            if await deliverNext() { continue }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Tries what is due for longest; false when nothing is.
    package func deliverNext() async -> Bool {
        do {
            guard let batch = try await delivery.claim() else { return false }
            let receipt = await send(batch)
            if !receipt.isSuccess, batch.count > 0 {
                logger.warning("audit events not delivered", metadata: ["error": "\(receipt.message)"])
            }
            try await delivery.settle(batch, receipt)
            return true
        } catch {
            logger.error("audit events cannot be worked on", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func send(_ batch: AuditBatch) async -> AuditReceipt {
        do {
            guard let call = try await delivery.call(for: batch) else {
                return AuditReceipt(code: nil, message: "Nothing to send")
            }
            let answer = try await calls.perform(call)
            return AuditReceipt(code: answer.status, message: Self.message(answer.body))
        } catch {
            return AuditReceipt(code: nil, message: String("\(error)".prefix(Self.longestMessage)))
        }
    }

    /// The beginning of an answer, as one line of text.
    private static func message(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(4 * longestMessage), as: UTF8.self)
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(longestMessage) {
            line.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(line)
    }
}
