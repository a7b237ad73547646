import HTTPTypes
import Model
import Web

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
