/// How much there is on a portal.
package struct PortalCounts: Sendable, Equatable {
    package var apis = 0
    package var developers = 0
    package var pendingDevelopers = 0
    package var applications = 0
    package var pendingRegistrations = 0

    package init() {}
}
