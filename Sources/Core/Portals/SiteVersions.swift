import Logging
import Model
import Storage
import Synchronization

/// Knows from memory what version of each portal's public pages is current, so that a page that nobody changed needs no
/// database.
///
/// A commit of this process counts at once, one of another process within a second. What was not checked for as long
/// as the trust lasts is not vouched for.
package final class SiteVersions: Sendable {
    private struct State {
        var byHost: [String: Int] = [:]
        /// The commits of this process that had been counted when the versions were read.
        var announcements = -1
        var checkedAt = ContinuousClock.now
    }

    private let kernel: Kernel
    private let trust: Duration
    private let suffix: String
    private let state = Mutex(State())

    package init(_ kernel: Kernel, trust: Duration = .seconds(3)) {
        self.kernel = kernel
        self.trust = trust
        suffix = "." + kernel.settings.baseDomain
    }

    /// The version of the portal at a host; nil when it is not known for certain.
    package func current(host: String) -> Int? {
        let announcements = kernel.database.announcements
        return state.withLock { state in
            guard state.announcements == announcements, ContinuousClock.now - state.checkedAt < trust else {
                return nil
            }
            return state.byHost[host]
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
        let versions = try await kernel.database.read { tx in try tx.portals.publicVersions() }
        let byHost = Dictionary(uniqueKeysWithValues: versions.map { slug, version in (slug + suffix, version) })
        state.withLock { state in
            state.byHost = byHost
            state.announcements = announcements
            state.checkedAt = start
        }
    }
}
