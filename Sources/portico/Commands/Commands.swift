import ArgumentParser
import Foundation
import Model

enum Commands {
    /// Turns refusals and wrong settings into a sentence and exit status 1.
    static func explaining(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let refusal as Refusal {
            try fail(sentence(refusal))
        } catch let error as any CustomStringConvertible & Error {
            try fail(error.description)
        }
    }

    private static func fail(_ sentence: String) throws {
        FileHandle.standardError.write(Data("portico: \(sentence)\n".utf8))
        throw ExitCode(1)
    }

    private static func sentence(_ refusal: Refusal) -> String {
        switch refusal {
        case .invalid(let problems, _): problems.map(\.reason).joined(separator: "; ")
        case .conflict(let text), .forbidden(let text), .gone(let text), .unavailable(let text): text
        default: "\(refusal)"
        }
    }
}
