/// Where the current request came from, for the audit log; bound by the doors for the time of a request.
package struct Trace: Sendable {
    @TaskLocal package static var current: Trace?

    package let address: String
    package let requestID: String

    package init(address: String, requestID: String) {
        self.address = address
        self.requestID = requestID
    }
}
