import ArgumentParser
import Core
import Foundation
import Logging
import Model
import Outbound
import Storage

/// The flags that say where the data is; every command that touches it has them.
struct StoreOptions: ParsableArguments {
    @Option(name: .long, help: "The directory of the data (PORTICO_DATA).")
    var data: String?

    @Option(name: .long, help: "postgres://... instead of the embedded SQLite (PORTICO_DATABASE_URL).")
    var databaseUrl: String?

    @Option(name: .long, help: "A YAML file of settings; its keys are the names of the flags.")
    var config: String?

    @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical (PORTICO_LOG_LEVEL).")
    var logLevel: String?

    var flags: [(Setting, String?)] {
        [(.data, data), (.databaseURL, databaseUrl), (.logLevel, logLevel)]
    }
}

/// Opens the database and the kernel that commands work on.
enum Store {
    /// Opens and migrates the database that the settings name.
    static func open(_ reader: SettingsReader, logger: Logger) async throws -> Database {
        let engine: Storage.Engine
        if let url = reader[.databaseURL] {
            engine = Engine(url)
        } else {
            engine = .sqlite(path: try reader.dataDirectory().appendingPathComponent("portico.sqlite").path)
        }
        let database = try await Database(engine, logger: logger)
        try await database.migrate()
        return database
    }

    static func kernel(
        _ database: Database, _ reader: SettingsReader, settings: ProductSettings, logger: Logger
    ) throws -> Kernel {
        let file = try reader[.masterKeyFile] ?? reader.dataDirectory().appendingPathComponent("master.key").path
        let vault = try Vault(file: URL(fileURLWithPath: file), random: .system)
        return Kernel(
            database: database, settings: settings, vault: vault, logger: logger,
            calls: GuardedCalls(try reader.addressGuard()))
    }

    /// Runs one command's work on the product, beside a running server or without one.
    static func withProduct<Value>(
        _ options: StoreOptions, _ work: (Product) async throws -> Value
    ) async throws -> Value {
        let reader = try SettingsReader(flags: options.flags, file: options.config)
        let logger = Logs.quiet()
        let database = try await open(reader, logger: logger)
        let settings = ProductSettings(
            publicURL: PublicURL(scheme: "http", host: "localhost", port: 8_080),
            baseDomain: reader[.baseDomain] ?? "localhost")
        do {
            let product = Product(try kernel(database, reader, settings: settings, logger: logger))
            let value = try await work(product)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}
