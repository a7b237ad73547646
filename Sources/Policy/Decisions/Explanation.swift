package import Model

/// One step of a decision, for people.
package struct ExplanationStep: Equatable, Sendable {
    package enum Outcome: String, Sendable {
        case passed, refused, skipped
    }

    package let title: String
    package let detail: String
    package let outcome: Outcome
}

extension CompiledGateway {
    /// Why a request gets what it gets, in the order in which it is decided.
    package func explain(_ request: GatewayRequest, at now: Instant) -> [ExplanationStep] {
        let decision = decide(request, at: now)
        guard let compiled = decision.route else {
            return [ExplanationStep(title: "Route", detail: GatewayRefusal.noRoute.message, outcome: .refused)]
        }
        let name = compiled.route.name ?? compiled.route.id.text
        var steps = [ExplanationStep(title: "Route", detail: name, outcome: .passed)]
        if case .answer = decision.action {
            return steps + [
                ExplanationStep(title: "CORS", detail: "The preflight request is answered here", outcome: .passed)
            ]
        }
        if compiled.keyAuth != nil { steps.append(consumerStep(decision)) }
        if compiled.keyAuth == nil || decision.consumer != nil || compiled.gate == nil {
            steps.append(credentialStep(decision, compiled))
        }
        switch decision.action {
        case .forward:
            let path = compiled.rewriting.upstreamPath(request.target.path, matchedLength: decision.matchedLength)
            let target = "\(compiled.service?.scheme.rawValue ?? "http")://\(compiled.upstreamHost)\(path)"
            steps.append(ExplanationStep(title: "Upstream", detail: target, outcome: .passed))
        case .refuse(let refusal) where compiled.service == nil || refusal.status != 401 && refusal.status != 403:
            steps.append(ExplanationStep(title: "Upstream", detail: refusal.message, outcome: .refused))
        default: break
        }
        return steps
    }

    private func consumerStep(_ decision: GatewayDecision) -> ExplanationStep {
        let title = "Consumer"
        if let consumer = decision.consumer {
            let name = consumer.username ?? consumer.customID ?? consumer.id.text
            let detail = consumer.credentialID == nil ? "\(name), because no valid key came" : name
            return ExplanationStep(title: title, detail: detail, outcome: .passed)
        }
        if case .refuse(let refusal) = decision.action, [401, 500].contains(refusal.status) {
            return ExplanationStep(title: title, detail: refusal.message, outcome: .refused)
        }
        return ExplanationStep(title: title, detail: "Not looked at", outcome: .skipped)
    }

    private func credentialStep(_ decision: GatewayDecision, _ compiled: CompiledRoute) -> ExplanationStep {
        let title = "Credential"
        guard compiled.gate != nil else {
            return ExplanationStep(title: title, detail: "No API asks for one here", outcome: .skipped)
        }
        if let caller = decision.caller {
            return ExplanationStep(title: title, detail: caller.application.name, outcome: .passed)
        }
        if case .refuse(let refusal) = decision.action {
            return ExplanationStep(title: title, detail: refusal.message, outcome: .refused)
        }
        return ExplanationStep(title: title, detail: "Not looked at", outcome: .skipped)
    }
}
