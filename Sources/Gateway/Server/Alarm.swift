import NIOCore

/// A deadline that is moved with almost every event: the timer behind it is left to lapse and set anew only then.
final class Alarm {
    private let eventLoop: any EventLoop
    private var deadline: NIODeadline?
    private var scheduled: Scheduled<Void>?
    private var scheduledFor = NIODeadline.distantFuture
    /// What happens at the deadline; cleared by `stop`.
    var action: (() -> Void)?

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func set(after amount: TimeAmount) {
        let deadline = NIODeadline.now() + amount
        self.deadline = deadline
        if scheduled == nil || deadline < scheduledFor { schedule(deadline) }
    }

    func clear() {
        deadline = nil
    }

    func stop() {
        deadline = nil
        action = nil
        scheduled?.cancel()
        scheduled = nil
    }

    private func schedule(_ deadline: NIODeadline) {
        scheduled?.cancel()
        scheduledFor = deadline
        scheduled = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.fire() }
    }

    private func fire() {
        scheduled = nil
        guard let deadline else { return }
        if NIODeadline.now() < deadline {
            schedule(deadline)
        } else {
            self.deadline = nil
            action?()
        }
    }
}
