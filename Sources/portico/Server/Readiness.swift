import Synchronization

/// What must have begun before the process says that it is ready.
final class Readiness: Sendable {
    private let gatewayIsAwaited: Atomic<Bool>

    init(awaitsGateway: Bool) {
        gatewayIsAwaited = Atomic(awaitsGateway)
    }

    var isComplete: Bool { !gatewayIsAwaited.load(ordering: .acquiring) }

    func gatewayListens() {
        gatewayIsAwaited.store(false, ordering: .releasing)
    }
}
