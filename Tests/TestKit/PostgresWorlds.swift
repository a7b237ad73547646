import CPostgres
import Foundation
import Storage

/// What keeps tests from having a PostgreSQL. It fails them: nothing is skipped.
struct PostgresMissing: Error, CustomStringConvertible {
    let description: String
}

/// Databases on one PostgreSQL server of this process, or on the one that PORTICO_TEST_POSTGRES names.
actor PostgresWorlds {
    /// Started by whoever asks first.
    static let shared = Task { try await PostgresWorlds() }

    private let url: URLComponents
    private let server: PostgresServer?
    private let template: String
    private let prefix = "portico_\(getpid())_\(UInt32.random(in: 0...UInt32.max))"
    private var count = 0

    private init() async throws {
        let given = ProcessInfo.processInfo.environment["PORTICO_TEST_POSTGRES"]
        let server = given == nil ? try await PostgresServer() : nil
        guard let url = URLComponents(string: given ?? server?.url ?? "") else {
            throw PostgresMissing(description: "PORTICO_TEST_POSTGRES is no URL")
        }
        self.server = server
        self.url = url
        template = prefix + "_template"
        try Self.run("CREATE DATABASE \(template)", on: url)
        let database = try await Database(.postgres(url: Self.address(of: template, on: url)), connections: 1)
        try await closing(database) { try await database.migrate() }
    }

    nonisolated func withEngine<T: Sendable>(
        migrated: Bool, _ body: @Sendable (Engine) async throws -> T
    ) async throws -> T {
        let name = try await create(migrated: migrated)
        do {
            let value = try await body(.postgres(url: Self.address(of: name, on: url)))
            try await drop(name)
            return value
        } catch {
            try await drop(name)
            throw error
        }
    }

    private func create(migrated: Bool) throws -> String {
        count += 1
        let name = "\(prefix)_\(count)"
        try Self.run("CREATE DATABASE \(name) TEMPLATE \(migrated ? template : "template0")", on: url)
        return name
    }

    private func drop(_ name: String) throws {
        try Self.run("DROP DATABASE \(name) WITH (FORCE)", on: url)
    }

    private static func address(of database: String, on url: URLComponents) -> String {
        var address = url
        address.path = "/" + database
        return address.string ?? ""
    }

    private static func run(_ statement: String, on url: URLComponents) throws {
        let connection = PQconnectdb(url.string ?? "")
        defer { PQfinish(connection) }
        let result = PQexec(connection, statement)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw PostgresMissing(description: "\(statement): \(String(cString: PQerrorMessage(connection)))")
        }
    }
}

/// A private PostgreSQL that ends with this process: its keeper reads from a pipe whose other end only we hold.
final class PostgresServer: Sendable {
    let url: String
    private let keeper: Process
    private let lifeline: Pipe

    init() async throws {
        let folder = "/tmp/portico-postgres-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let lifeline = Pipe(), output = Pipe(), keeper = Process()
        _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        keeper.executableURL = URL(filePath: "/bin/sh")
        keeper.arguments = ["-c", Self.script, "keeper", folder]
        keeper.standardInput = lifeline
        keeper.standardOutput = output
        keeper.standardError = FileHandle.nullDevice
        try keeper.run()
        self.keeper = keeper
        self.lifeline = lifeline
        url = "postgresql:///postgres?host=\(folder)&user=postgres"
        let answer = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard answer == "ready\n" else {
            throw PostgresMissing(description: "PostgreSQL does not start; look at \(folder)/log. \(answer)")
        }
    }

    // Only the process that was started here is ended, by its own id.
    private static let script = """
        folder=$1
        as=
        mkdir -m 755 "$folder" || exit 1
        if [ "$(id -u)" = 0 ]; then
            chown postgres "$folder" || exit 1
            as="setpriv --reuid=postgres --regid=postgres --clear-groups"
        fi
        bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
        [ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
        cd "$folder"
        $as "$bin/initdb" -D "$folder/data" -U postgres --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 \
            </dev/null >"/dev/null" 2>&1 || { echo "initdb failed"; exit 1; }
        $as "$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off \
            -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB \
            -c autovacuum=off </dev/null >/dev/null 2>&1 &
        server=$!
        tries=0
        until "$bin/pg_isready" -q -h "$folder" -U postgres; do
            tries=$((tries + 1))
            if [ $tries -gt 200 ] || ! kill -0 $server; then echo "no answer"; exit 1; fi
            sleep 0.1
        done
        echo ready
        exec >/dev/null
        read -r line
        kill -QUIT $server
        wait $server
        rm -rf "$folder"
        """
}
