import HTTPTypes
import Model
import Web

/// As `retrying` does, for a form that was `merged`: shows it again, too, when somebody else has changed the same.
func retrying(
    _ data: FormData, _ work: () async throws -> Reply, form: (FormProblems) async throws -> Reply
) async throws -> Reply {
    if data.clashes.isEmpty { return try await retrying(work, form: form) }
    var reply = try await form(FormProblems(data.clashes))
    reply.status = .conflict
    return reply
}

/// Runs what a form asks for, and shows the form again when it is refused for a reason that the sender can mend.
func retrying(_ work: () async throws -> Reply, form: (FormProblems) async throws -> Reply) async throws -> Reply {
    do {
        return try await work()
    } catch let refusal as Refusal {
        switch refusal {
        case .invalid, .conflict, .tooMany, .unauthenticated, .gone, .unprocessable, .tooLarge:
            var reply = try await form(FormProblems(refusal))
            reply.status = Look(refusal).status
            return reply
        default: throw refusal
        }
    }
}
