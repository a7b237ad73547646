/// What to create an application from.
package struct ApplicationDraft: Sendable {
    package var name: String
    package var description: String?
    package var clientID: String?
    package var redirectURI: String?
    /// Nil takes the portal's default strategy.
    package var strategyID: ID<AuthStrategy>?
    /// Nil is the developer who asks.
    package var owner: Application.Owner?
    package var labels: [String: String?] = [:]

    package init(name: String, description: String? = nil) {
        self.name = name
        self.description = description
    }

    package func problems() -> [FieldProblem] {
        let texts = [
            Application.nameRule.problem("name", name),
            description.flatMap { Application.descriptionRule.problem("description", $0) },
            clientID.flatMap { Application.clientIDRule.problem("client_id", $0) },
            redirectURI.flatMap { Application.redirectURIRule.problem("redirect_uri", $0) },
        ]
        return texts.compactMap(\.self) + Labels.problems(labels)
    }
}

/// What to alter about an application.
package struct ApplicationChange: Sendable {
    package var name: Change<String> = .unchanged
    package var description: Change<String?> = .unchanged
    package var clientID: Change<String> = .unchanged
    package var redirectURI: Change<String?> = .unchanged
    package var owner: Change<Application.Owner> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        [
            name.value.flatMap { Application.nameRule.problem("name", $0) },
            description.value?.flatMap { Application.descriptionRule.problem("description", $0) },
            clientID.value.flatMap { Application.clientIDRule.problem("client_id", $0) },
            redirectURI.value?.flatMap { Application.redirectURIRule.problem("redirect_uri", $0) },
        ].compactMap(\.self)
    }

    /// The application after the change; its `updatedAt` is left alone.
    package func applied(to old: Application) -> Application {
        var application = old
        name.apply(to: &application.name)
        description.apply(to: &application.description)
        if case .set(let id) = clientID { application.clientID = id }
        redirectURI.apply(to: &application.redirectURI)
        owner.apply(to: &application.owner)
        return application
    }
}
