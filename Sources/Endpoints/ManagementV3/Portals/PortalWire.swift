import Core
import Model
import Web

extension Portal.Visibility: WireChoice {}

/// Portals on the wire, version 3.
enum PortalWire {
    static func shape(_ portals: Portals) -> Shape<Portal> {
        Shape(
            "Portal",
            [
                .init("id") { $0.id }, .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
                .init("name") { $0.name }, .init("display_name") { $0.displayName },
                .init("description") { $0.description },
                .init("authentication_enabled") { $0.authenticationEnabled },
                .init("rbac_enabled") { $0.rbacEnabled }, .init("sipr_enabled") { $0.ipAllowListEnabled },
                .init("default_api_visibility") { $0.defaultAPIVisibility },
                .init("default_page_visibility") { $0.defaultPageVisibility },
                .init("default_application_auth_strategy_id") { $0.defaultStrategyID },
                .init("auto_approve_developers") { $0.autoApproveDevelopers },
                .init("auto_approve_applications") { $0.autoApproveApplications },
                .init("default_domain") { portals.domain(of: $0) },
                .init("canonical_domain") { portals.canonicalDomain(of: $0) }, .init("labels") { $0.labels },
                .init("notifications_developer_pii_visibility_enabled") { $0.notificationsShowDeveloperPII },
            ])
    }

    static func draft(_ body: inout BodyReader) -> PortalDraft {
        ignoreReadOnly(&body)
        var draft = PortalDraft(name: body.required("name", .text(Portal.nameRule)))
        draft.displayName = body.optional("display_name", .text(Portal.nameRule))
        draft.description = body.nullable("description", .text(Portal.descriptionRule))
        draft.authenticationEnabled = body.optional("authentication_enabled", .boolean) ?? true
        draft.rbacEnabled = body.optional("rbac_enabled", .boolean) ?? false
        draft.ipAllowListEnabled = body.optional("sipr_enabled", .boolean) ?? false
        draft.defaultAPIVisibility = body.optional("default_api_visibility", .choice())
        draft.defaultPageVisibility = body.optional("default_page_visibility", .choice())
        draft.defaultStrategyID = body.nullableChange("default_application_auth_strategy_id", .id())
        draft.autoApproveDevelopers = body.optional("auto_approve_developers", .boolean) ?? false
        draft.autoApproveApplications = body.optional("auto_approve_applications", .boolean) ?? false
        draft.labels = body.nullable("labels", .labels) ?? [:]
        draft.notificationsShowDeveloperPII =
            body.optional("notifications_developer_pii_visibility_enabled", .boolean) ?? false
        return draft
    }

    static func change(_ body: inout BodyReader) -> PortalChange {
        ignoreReadOnly(&body)
        var change = PortalChange()
        change.name = body.change("name", .text(Portal.nameRule))
        change.displayName = body.change("display_name", .text(Portal.nameRule))
        change.description = body.nullableChange("description", .text(Portal.descriptionRule))
        change.authenticationEnabled = body.change("authentication_enabled", .boolean)
        change.rbacEnabled = body.change("rbac_enabled", .boolean)
        change.ipAllowListEnabled = body.change("sipr_enabled", .boolean)
        change.defaultAPIVisibility = body.change("default_api_visibility", .choice())
        change.defaultPageVisibility = body.change("default_page_visibility", .choice())
        change.defaultStrategyID = body.nullableChange("default_application_auth_strategy_id", .id())
        change.autoApproveDevelopers = body.change("auto_approve_developers", .boolean)
        change.autoApproveApplications = body.change("auto_approve_applications", .boolean)
        change.labels = body.nullableChange("labels", .labels)
        change.notificationsShowDeveloperPII =
            body.change("notifications_developer_pii_visibility_enabled", .boolean)
        return change
    }

    private static func ignoreReadOnly(_ body: inout BodyReader) {
        body.ignore("id", "created_at", "updated_at", "default_domain", "canonical_domain")
    }
}
