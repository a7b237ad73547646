import ArgumentParser
import AsyncHTTPClient
import Core
import Foundation
import Gateway
import Logging
import Model
import NIOCore
import ServiceLifecycle
import UnixSignals

struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway", abstract: "Runs the data plane alone, from a control plane or from its disk copy.",
        subcommands: [Run.self, GatewayTokenCommand.self], defaultSubcommand: Run.self)

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Runs the data plane alone, from a control plane or from its disk copy.")

        @Option(name: .long, help: "The address of the control plane, http(s)://HOST[:PORT].")
        var controlPlane: String?

        @Option(name: .long, help: "A file with the token from `portico gateway token create`.")
        var tokenFile: String?

        @Option(name: .long, help: "The directory of the disk copy.")
        var data: String?

        @Option(name: .long, help: "HOST:PORT of the proxy [127.0.0.1:8000].")
        var listen: String?

        @Option(name: .long, help: "A YAML file of settings; its keys are the names of the flags.")
        var config: String?

        @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
        var logLevel: String?

        func run() async throws {
            try await Commands.explaining {
                let reader = try SettingsReader(
                    flags: [
                        (.controlPlane, controlPlane), (.tokenFile, tokenFile), (.data, data), (.listen, listen),
                        (.logLevel, logLevel),
                    ], file: config)
                let logger = Logs.start(level: try reader.logLevel())
                let remote = try RemoteControlPlane(reader)
                let service = RemoteGateway(
                    remote: remote, directory: try reader.dataDirectory(),
                    address: try reader.address(.listen, default: "127.0.0.1:8000"), logger: logger)
                let group = ServiceGroup(
                    services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
                try await group.run()
            }
        }
    }
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
