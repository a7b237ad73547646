/// One method of one path that the gateway enforces, for an API that is linked to a whole control plane.
package struct GatewayOperation: Sendable, Equatable {
    package static let methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "CONNECT", "TRACE"]

    package static let list = ListRules(
        filters: ["method": .string, "path": .string], defaultSort: [ListSort("path"), ListSort("method")])

    package var id: ID<GatewayOperation>
    package var apiID: ID<API>
    package var method: String
    /// Without a slash at its end; may hold `{names}` and `*`.
    package var path: String
    package var createdAt: Instant

    package init(id: ID<GatewayOperation>, apiID: ID<API>, method: String, path: String, createdAt: Instant) {
        self.id = id
        self.apiID = apiID
        self.method = method
        self.path = path
        self.createdAt = createdAt
    }

    /// A method and path, which name an operation within its API.
    package struct Call: Hashable, Sendable {
        package let method: String
        package let path: String

        /// Nil when the gateway cannot tell such calls apart.
        package init?(method: String, path: String) {
            let method = method.uppercased()
            guard GatewayOperation.methods.contains(method), path.hasPrefix("/") else { return nil }
            var path = path
            while path.count > 1, path.hasSuffix("/") { path.removeLast() }
            self.method = method
            self.path = path
        }
    }

    package var call: Call? { Call(method: method, path: path) }
}

/// An operation as a package has it.
package struct PackageOperation: Sendable, Equatable {
    /// What one request may alter, at most.
    package static let maximumSteps = 100

    package static let list = ListRules(
        filters: [
            "api_id": .uuid, "method": .string, "path": .string, "created_at": .dateTime, "updated_at": .dateTime,
        ], sorts: ["path", "method", "api_id", "created_at", "updated_at"],
        defaultSort: [ListSort("path"), ListSort("method")])

    package var operation: GatewayOperation
    package var apiName: String
    package var apiVersion: String?
    /// Counts instead of the package's limit.
    package var rateLimit: RateLimit?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        operation: GatewayOperation, apiName: String, apiVersion: String?, rateLimit: RateLimit?, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.operation = operation
        self.apiName = apiName
        self.apiVersion = apiVersion
        self.rateLimit = rateLimit
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// One step of a change to the operations of a package.
package struct PackageStep: Sendable, Equatable {
    package enum Action: String, Sendable, CaseIterable {
        /// An operation that is there already gets the limit.
        case add
        case replace, remove
    }

    package var action: Action
    package var operation: ID<GatewayOperation>
    package var rateLimit: RateLimit?

    package init(_ action: Action, _ operation: ID<GatewayOperation>, rateLimit: RateLimit? = nil) {
        self.action = action
        self.operation = operation
        self.rateLimit = rateLimit
    }
}

/// Which route of a control plane takes an operation's calls.
package struct OperationMatch: Sendable, Equatable {
    package struct Named: Sendable, Equatable {
        package var id: String
        package var name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    package var route: Named
    package var service: Named?

    package init(route: Named, service: Named?) {
        self.route = route
        self.service = service
    }
}
