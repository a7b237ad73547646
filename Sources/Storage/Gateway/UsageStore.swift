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

extension UsageStore {
    /// The calls of each day since a moment; days without any are absent.
    package func days(of application: ID<Application>, since: Instant) throws -> [UsageDay] {
        try days("application_id = \(application)", since)
    }

    package func days(of api: ID<API>, since: Instant) throws -> [UsageDay] {
        try days("api_id = \(api)", since)
    }

    private func days(_ condition: SQL, _ since: Instant) throws -> [UsageDay] {
        let minutes: Int64 = 1_440
        return try tx.all(
            """
            SELECT minute / \(minutes) AS day, CAST(SUM(requests) AS BIGINT) AS requests,
                CAST(SUM(CASE WHEN status >= 400 THEN requests ELSE 0 END) AS BIGINT) AS errors
            FROM usage_rollups WHERE \(sql: condition) AND minute >= \(since.milliseconds / 60_000)
            GROUP BY 1 ORDER BY 1
            """
        ).map { row in
            UsageDay(
                day: Instant(milliseconds: try row.int64("day") * minutes * 60_000),
                requests: try row.int64("requests"), errors: try row.int64("errors"))
        }
    }

    /// The sums that a question asks for, of some applications alone.
    package func sums(_ query: UsageQuery, applications: [ID<Application>]) throws -> [UsageSum] {
        let bucket = Int64(query.bucketMinutes)
        let dimensions = query.dimensions.map { dimension -> SQL in
            switch dimension {
            case .api: "api_id AS api_value"
            case .application: "application_id AS application_value"
            case .statusCode: "status AS status_value"
            case .statusGroup: "status / 100 AS group_value"
            case .time: "minute / \(bucket) AS time_value"
            }
        }
        let sums: SQL = """
            CAST(COALESCE(SUM(requests), 0) AS BIGINT) AS requests,
            CAST(COALESCE(SUM(latency_microseconds), 0) AS BIGINT) AS latency,
            CAST(COALESCE(SUM(request_bytes), 0) AS BIGINT) AS request_bytes,
            CAST(COALESCE(SUM(response_bytes), 0) AS BIGINT) AS response_bytes
            """
        let first = query.start.milliseconds / 60_000, last = query.end.milliseconds / 60_000
        let conditions: [SQL] =
            ["application_id IN \(list: applications)", "minute >= \(first)", "minute <= \(last)"]
            + query.filters.map(Self.condition)
        let groups = query.dimensions.indices.map { SQL.position($0) }
        let grouping: SQL = groups.isEmpty ? "" : " GROUP BY \(sql: .joined(groups)) ORDER BY \(sql: .joined(groups))"
        return try tx.all(
            """
            SELECT \(sql: .joined(dimensions + [sums])) FROM usage_rollups
            WHERE \(sql: .all(conditions))\(sql: grouping) LIMIT 20000
            """
        ).map { try Self.sum($0, query) }
    }

    private static func condition(_ filter: UsageQuery.Filter) -> SQL {
        let isIn: SQL =
            switch filter.dimension {
            case .api: "api_id IN \(list: filter.values)"
            case .application: "application_id IN \(list: filter.values)"
            case .statusCode: "status IN \(list: filter.values.compactMap(Int64.init))"
            case .statusGroup: "status / 100 IN \(list: filter.values.compactMap { Int64($0.prefix(1)) })"
            case .time: "TRUE"
            }
        return filter.isExcluding ? "NOT (\(sql: isIn))" : isIn
    }

    private static func sum(_ row: Row, _ query: UsageQuery) throws -> UsageSum {
        var values: [UsageQuery.Dimension: String] = [:], at: Instant?
        for dimension in query.dimensions {
            switch dimension {
            case .api: values[.api] = try row.text("api_value")
            case .application: values[.application] = try row.text("application_value")
            case .statusCode: values[.statusCode] = String(try row.int64("status_value"))
            case .statusGroup: values[.statusGroup] = "\(try row.int64("group_value"))XX"
            case .time:
                let minutes = try row.int64("time_value") * Int64(query.bucketMinutes)
                at = Instant(milliseconds: minutes * 60_000)
            }
        }
        return UsageSum(
            values: values, at: at, requests: try row.int64("requests"),
            latencyMicroseconds: try row.int64("latency"), requestBytes: try row.int64("request_bytes"),
            responseBytes: try row.int64("response_bytes"))
    }
}

extension SQL {
    /// The place of a column in the result: a bind would be a constant to group by.
    fileprivate static func position(_ index: Int) -> SQL {
        index == 0 ? "1" : "2"
    }
}
