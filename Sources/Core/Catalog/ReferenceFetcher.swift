import Model
import Rendering

/// Fetches what a description refers to on servers that are allowed. Each hop of a redirect must be allowed too; that
/// none leads into an internal network is up to whoever makes the calls.
struct ReferenceFetcher: Sendable {
    struct Limits: Sendable {
        var documents = 100
        var documentBytes = 4 << 20
        var bytes = 8 << 20
        var redirects = 5
        var call = Duration.seconds(10)
        var total = Duration.seconds(30)
        /// How many documents are fetched at once.
        var calls = 4
    }

    private enum Outcome: Sendable {
        case found([UInt8], at: WebReference)
        /// Without a reason its host is not allowed, which needs no call to be known.
        case missing(String?)
    }

    let calls: any OutgoingCalls
    let hosts: ReferenceHosts
    var limits = Limits()

    init(_ kernel: Kernel) {
        self.init(calls: kernel.calls, hosts: kernel.settings.referenceHosts)
    }

    init(calls: any OutgoingCalls, hosts: ReferenceHosts) {
        self.calls = calls
        self.hosts = hosts
    }

    /// Whether a description refers to a server that may be called.
    func concerns(_ description: DocumentTree) -> Bool {
        !hosts.isEmpty && ReferenceGathering(description).wanted.contains(where: hosts.allow)
    }

    /// The description with what it refers to, in one document; nil when nothing of that may be fetched. Refuses what
    /// becomes too large.
    func bundle(_ description: DocumentTree) async throws -> String? {
        if hosts.isEmpty { return nil }
        var gathering = ReferenceGathering(description)
        let clock = ContinuousClock(), end = clock.now.advanced(by: limits.total)
        var count = 0, bytes = 0
        while !gathering.wanted.isEmpty {
            let batch = Array(gathering.wanted.prefix(limits.calls))
            let outcomes = await outcomes(batch, room: limits.documents - count, until: end)
            for (address, outcome) in zip(batch, outcomes) {
                switch outcome {
                case .missing(let reason): gathering.miss(address, reason)
                case .found(let body, _) where bytes + body.count > limits.bytes:
                    gathering.miss(address, "all documents together have more than \(limits.bytes >> 20) MB")
                case .found(let body, let place):
                    gathering.add(body, from: place, for: address)
                    count += 1
                    bytes += body.count
                }
            }
        }
        if gathering.isEmpty { return nil }
        guard let text = gathering.bundle() else {
            throw Refusal.tooLarge("With all that it refers to, the description is too large")
        }
        return text
    }

    /// One for each address, in their order; those for which there is no room are missing.
    private func outcomes(
        _ batch: [WebReference], room: Int, until end: ContinuousClock.Instant
    ) async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            for (place, address) in batch.enumerated() {
                let isTaken = place < room
                group.addTask {
                    await (place, isTaken ? fetch(address, until: end) : refusal(address))
                }
            }
            var found = batch.map { _ in Outcome.missing(nil) }
            for await (place, outcome) in group { found[place] = outcome }
            return found
        }
    }

    private func refusal(_ address: WebReference) -> Outcome {
        .missing(hosts.allow(address) ? "there are more than \(limits.documents) documents" : nil)
    }

    private func fetch(_ address: WebReference, until end: ContinuousClock.Instant) async -> Outcome {
        guard hosts.allow(address) else { return .missing(nil) }
        var place = address
        for _ in 0...limits.redirects {
            let left = ContinuousClock().now.duration(to: end)
            guard left > .seconds(1) else { return .missing("fetching everything took too long") }
            do {
                let answer = try await calls.perform(call(place, within: min(left, limits.call)))
                if (200..<300).contains(answer.status) {
                    guard answer.body.count <= limits.documentBytes else {
                        return .missing("it has more than \(limits.documentBytes >> 20) MB")
                    }
                    return .found(answer.body, at: place)
                }
                guard (300..<400).contains(answer.status), let location = answer.location else {
                    return .missing("\(place.server) answers \(answer.status)")
                }
                guard let next = place.resolving(location) else {
                    return .missing("\(place.server) redirects to what is no web address")
                }
                guard next.scheme == place.scheme || next.scheme == "https" else {
                    return .missing("\(place.server) redirects to an address without encryption")
                }
                guard hosts.allow(next) else {
                    return .missing("\(place.server) redirects to \(next.server), which is not allowed")
                }
                place = next
            } catch {
                return .missing(String("\(error)".prefix(200)))
            }
        }
        return .missing("there are more than \(limits.redirects) redirects")
    }

    private func call(_ address: WebReference, within timeout: Duration) -> OutgoingCall {
        var call = OutgoingCall(
            "GET", address.text, headers: [("Accept", "application/yaml, application/json;q=0.9, */*;q=0.1")])
        call.timeout = timeout
        // One byte more says that it is too long.
        call.answerLimit = limits.documentBytes + 1
        return call
    }
}
