import Foundation
package import Model

/// The machine's clock.
package enum SystemClock {
    package static let now: @Sendable () -> Instant = {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}
