import ArgumentParser
import Core
import Foundation
import Model

struct OperatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator", abstract: "Operators of the organisation.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates an operator, whether or not a server runs on the data.")

        @OptionGroup var store: StoreOptions

        @Option(name: .long, help: "The e-mail address to sign in with.")
        var email: String

        @Option(name: .long, help: "The full name.")
        var name: String

        @Flag(name: .long, help: "Read the password from the first line of standard input (required).")
        var passwordStdin = false

        func run() async throws {
            guard passwordStdin, let password = readLine(strippingNewline: true) else {
                throw SettingsError("--password-stdin: pass the password on standard input")
            }
            let draft = OperatorDraft(email: email, name: name, password: password)
            try await Commands.explaining {
                let created = try await Store.withProduct(store) { product in
                    try await product.operators.create(draft, as: .system)
                }
                print(created.id)
            }
        }
    }
}

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Personal access tokens.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates a personal access token and prints it, and nothing else.")

        @OptionGroup var store: StoreOptions

        @Option(name: .customLong("operator"), help: "The e-mail address of the operator whose token it will be.")
        var owner: String

        @Option(name: .long, help: "What the token is for.")
        var name: String

        func run() async throws {
            try await Commands.explaining {
                let secret = try await Store.withProduct(store) { product in
                    guard let owner = try await product.operators.find(email: owner) else {
                        throw SettingsError("--operator: nobody has the e-mail address \(self.owner)")
                    }
                    return try await product.operators.createToken(
                        name: name, expiresAt: nil, for: owner.id, as: .system
                    ).1
                }
                print(secret.text)
            }
        }
    }
}
