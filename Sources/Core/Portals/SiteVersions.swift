import Logging
package import Model
import Storage
import Synchronization

/// Knows from memory what version of each portal's public pages is current, so that a page that nobody changed needs no
/// database.
///
/// A commit of this process counts at once, one of another process within a second. What was not checked for three
/// seconds is not vouched for.
package final class SiteVersions: Sendable {
    private struct State {
        /// By host, custom ones too.
        var byHost: [String: Int] = [:]
        /// The lists that are in force, by host.
        var allowLists: [String: IPAllowList] = [:]
        /// The commits of this process that had been counted when the versions were read.
        var announcements = -1
        var checkedAt = ContinuousClock.now
    }

    private let kernel: Kernel
    private let trust: Duration
    private let suffix: String
    private let state = Mutex(State())

    /// Nothing is vouched for longer than the trust lasts.
    package init(_ kernel: Kernel, trust: Duration = .seconds(3)) {
        self.kernel = kernel
        self.trust = trust
        suffix = "." + kernel.settings.baseDomain
    }

    /// The version of the portal at a host; nil when it is not known for certain.
    package func current(host: String) -> Int? {
        certain { $0.byHost[host] }.flatMap(\.self)
    }

    /// The list of addresses that may open the portal at a host: nil when it is not known for certain, nil inside when
    /// there is none.
    package func allowList(host: String) -> IPAllowList?? {
        certain { $0.allowLists[host] }
    }

    private func certain<Value: Sendable>(_ read: (State) -> Value) -> Value? {
        let announcements = kernel.database.announcements
        return state.withLock { state in
            guard state.announcements == announcements, ContinuousClock.now - state.checkedAt < trust else {
                return nil
            }
            return read(state)
        }
    }

    /// Follows the data until the task is cancelled.
    package func run() async {
        for await _ in kernel.database.changes() {
            if Task.isCancelled { return }
            do {
                try await refresh()
            } catch {
                kernel.logger.error("the versions of portals could not be read", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Reads the versions anew.
    package func refresh() async throws {
        let announcements = kernel.database.announcements, start = ContinuousClock.now
        let (versions, lists) = try await kernel.database.read { tx in
            (try tx.portals.publicVersions(), try tx.ipAllowEntries.enforced())
        }
        let byHost = hosts(of: versions), allowLists = hosts(of: lists)
        state.withLock { state in
            state.byHost = byHost
            state.allowLists = allowLists
            state.announcements = announcements
            state.checkedAt = start
        }
    }

    private func hosts<Value>(of named: [String: Value]) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: named.compactMap { name, value in host(name).map { ($0, value) } })
    }

    /// A slug has no dot and a custom host name has one. Nil: since the base domain is another one than before, a
    /// default domain stands in the way of this custom one.
    private func host(_ name: String) -> String? {
        guard name.contains(".") else { return name + suffix }
        return name.hasSuffix(suffix) ? nil : name
    }
}
