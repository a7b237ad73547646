package import Model

extension Transaction {
    package var usage: UsageStore { UsageStore(tx: self) }
}

/// What the data planes served, by minute.
package struct UsageStore {
    let tx: Transaction

    /// Adds a batch; one that was added before is left alone, and false is the answer.
    package func add(_ batch: GatewayUsage, of plane: ID<ControlPlane>, at now: Instant) throws -> Bool {
        let isNew =
            try tx.run(
                """
                INSERT INTO usage_batches (id, at) VALUES (\(batch.id), \(now)) ON CONFLICT (id) DO NOTHING
                """) == 1
        guard isNew else { return false }
        for rollup in batch.rollups { try add(rollup, of: plane) }
        try tx.run("DELETE FROM usage_batches WHERE at < \(now - .days(7))")
        return true
    }

    private func add(_ rollup: GatewayUsage.Rollup, of plane: ID<ControlPlane>) throws {
        let key = rollup.key
        try tx.run(
            """
            INSERT INTO usage_rollups (control_plane_id, minute, api_id, application_id, credential_id, service_id,
                route_id, status, requests, latency_microseconds, slowest_microseconds, request_bytes, response_bytes)
            VALUES (\(plane), \(key.minute), \(key.apiID?.text ?? ""), \(key.applicationID?.text ?? ""),
                \(key.credentialID?.text ?? ""), \(key.serviceID?.text ?? ""), \(key.routeID?.text ?? ""),
                \(key.status), \(rollup.requests), \(rollup.latencyMicroseconds), \(rollup.slowestMicroseconds),
                \(rollup.requestBytes), \(rollup.responseBytes))
            ON CONFLICT (control_plane_id, minute, api_id, application_id, credential_id, service_id, route_id, status)
            DO UPDATE SET requests = usage_rollups.requests + excluded.requests,
                latency_microseconds = usage_rollups.latency_microseconds + excluded.latency_microseconds,
                slowest_microseconds = CASE WHEN usage_rollups.slowest_microseconds > excluded.slowest_microseconds
                    THEN usage_rollups.slowest_microseconds ELSE excluded.slowest_microseconds END,
                request_bytes = usage_rollups.request_bytes + excluded.request_bytes,
                response_bytes = usage_rollups.response_bytes + excluded.response_bytes
            """)
    }

    /// Requests and errors (status 400 and above) of an application since a moment, and their mean latency.
    package func summary(application: ID<Application>, since: Instant) throws -> UsageSummary {
        try summary("application_id = \(application)", since: since)
    }

    package func summary(api: ID<API>, since: Instant) throws -> UsageSummary {
        try summary("api_id = \(api)", since: since)
    }

    private func summary(_ condition: SQL, since: Instant) throws -> UsageSummary {
        let minute = since.milliseconds / 60_000
        let row = try tx.first(
            """
            SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) AS requests,
                CAST(COALESCE(SUM(CASE WHEN status >= 400 THEN requests ELSE 0 END), 0) AS BIGINT) AS errors,
                CAST(COALESCE(SUM(latency_microseconds), 0) AS BIGINT) AS latency
            FROM usage_rollups WHERE \(sql: condition) AND minute >= \(minute)
            """)
        let requests = try row?.int64("requests") ?? 0
        return UsageSummary(
            requests: requests, errors: try row?.int64("errors") ?? 0,
            meanLatencyMicroseconds: requests == 0 ? 0 : (try row?.int64("latency") ?? 0) / requests)
    }
}
