import ArgumentParser
import Core
import Foundation
import Model

struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway", abstract: "Runs the data plane alone, from a control plane or from its disk copy.",
        subcommands: [GatewayTokenCommand.self])
}

struct GatewayTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens of data planes.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates a data plane's token and prints it, and nothing else.")

        @OptionGroup var store: StoreOptions

        @Option(name: .long, help: "The name of the control plane that the data plane belongs to.")
        var controlPlane = ControlPlane.builtInName

        func run() async throws {
            try await Commands.explaining {
                let secret = try await Store.withProduct(store) { product in
                    if controlPlane == ControlPlane.builtInName { _ = try await product.controlPlanes.ensureBuiltIn() }
                    guard let plane = try await product.controlPlanes.find(name: controlPlane, as: .system) else {
                        throw SettingsError("--control-plane: there is no control plane named \(controlPlane)")
                    }
                    return try await product.controlPlanes.createToken(for: plane.id, as: .system)
                }
                print(secret.text)
            }
        }
    }
}
