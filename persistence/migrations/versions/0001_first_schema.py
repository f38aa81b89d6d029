"""The first schema. `persistence/tables` says what each table is for."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = {
    "users": """(
        id uuid constraint pk_users primary key,
        email text not null,
        email_key text not null constraint uq_users_email_key unique,
        role text not null,
        password_hash text not null,
        one_time_password boolean not null,
        disabled boolean not null default false,
        created_at timestamptz not null default now()
    )""",
    "token_families": """(
        id uuid constraint pk_token_families primary key,
        user_id uuid not null
            constraint fk_token_families_user_id_users references users (id) on delete cascade,
        revoked_at timestamptz,
        created_at timestamptz not null default now()
    )""",
    "refresh_tokens": """(
        id uuid constraint pk_refresh_tokens primary key,
        family_id uuid not null
            constraint fk_refresh_tokens_family_id_token_families
            references token_families (id) on delete cascade,
        secret_hash bytea not null constraint uq_refresh_tokens_secret_hash unique,
        expires_at timestamptz not null,
        used_at timestamptz,
        created_at timestamptz not null default now()
    )""",
    "signing_keys": """(
        kid text constraint pk_signing_keys primary key,
        private_pem text not null,
        created_at timestamptz not null
    )""",
    "conversations": """(
        id uuid constraint pk_conversations primary key,
        user_id uuid not null,
        started_at timestamptz not null default now()
    )""",
    "advice": """(
        id uuid constraint pk_advice primary key,
        user_id uuid not null,
        conversation_id uuid not null
            constraint fk_advice_conversation_id_conversations references conversations (id),
        idempotency_key text,
        in_scope boolean not null,
        record json not null,
        salt bytea not null,
        words tsvector not null,
        created_at timestamptz not null,
        constraint uq_advice_user_id_idempotency_key unique (user_id, idempotency_key)
    )""",
    "advice_ratings": """(
        advice_id uuid constraint pk_advice_ratings primary key
            constraint fk_advice_ratings_advice_id_advice references advice (id) on delete cascade,
        rating text not null,
        comment text not null,
        rated_at timestamptz not null
    )""",
    "advice_links": """(
        position bigint constraint pk_advice_links primary key,
        subject_id uuid not null,
        erases boolean not null,
        commitment bytea not null,
        digest bytea not null,
        constraint uq_advice_links_subject_id_erases unique (subject_id, erases)
    )""",
    "documents": """(
        id uuid constraint pk_documents primary key,
        owner_id uuid not null,
        visibility text not null,
        title text not null,
        reference text not null,
        source text not null,
        effective_date date,
        format text not null,
        tags text[] not null,
        status text not null,
        error text,
        content_key bytea not null,
        text text not null,
        characters integer not null,
        passages integer not null default 0,
        first_indexed_in integer,
        version integer not null default 1,
        replaces uuid,
        replaced_by uuid,
        created_at timestamptz not null default now(),
        processed_at timestamptz,
        removed_at timestamptz
    )""",
    "passages": """(
        id uuid constraint pk_passages primary key,
        document_id uuid not null
            constraint fk_passages_document_id_documents
            references documents (id) on delete cascade,
        ordinal integer not null,
        heading_path text[] not null,
        context text not null,
        text text not null,
        text_hash bytea not null,
        constraint uq_passages_document_id_ordinal unique (document_id, ordinal)
    )""",
    # Floats do not compress: a long vector is moved out of line as it is.
    "embeddings": """(
        text_hash bytea,
        fingerprint text,
        vector bytea storage external not null,
        created_at timestamptz not null default now(),
        constraint pk_embeddings primary key (text_hash, fingerprint)
    )""",
    "encoder_in_use": """(
        "only" integer constraint pk_encoder_in_use primary key
            constraint ck_encoder_in_use_single check ("only" = 1),
        fingerprint text not null,
        noted_at timestamptz not null default now()
    )""",
    "removal_epoch": """(
        "only" integer constraint pk_removal_epoch primary key
            constraint ck_removal_epoch_single check ("only" = 1),
        epoch bigint not null
    )""",
    "jobs": """(
        id uuid constraint pk_jobs primary key,
        kind text not null,
        state text not null,
        stage text not null,
        sealed boolean not null,
        created_by uuid,
        index_version integer,
        error text,
        created_at timestamptz not null default now(),
        running_since timestamptz not null default now(),
        finished_at timestamptz
    )""",
    "uploads": """(
        id uuid constraint pk_uploads primary key,
        owner_id uuid not null,
        visibility text not null,
        filename text not null,
        size bigint not null,
        replace boolean not null,
        state text not null,
        object_key text,
        job_id uuid constraint fk_uploads_job_id_jobs references jobs (id),
        records integer not null default 0,
        stored integer not null default 0,
        known integer not null default 0,
        unreadable integer not null default 0,
        problems jsonb not null default '[]',
        error text,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        finished_at timestamptz
    )""",
    "tasks": """(
        id uuid constraint pk_tasks primary key,
        name text not null,
        queue text not null,
        arguments jsonb not null,
        state text not null,
        attempt integer not null default 0,
        failures integer not null default 0,
        losses integer not null default 0,
        worker text,
        job_id uuid constraint fk_tasks_job_id_jobs references jobs (id),
        units integer not null,
        units_done integer not null default 0,
        units_before integer not null default 0,
        unique_key text,
        given_key text,
        joins_running boolean not null,
        revoke_requested boolean not null default false,
        result jsonb,
        error text,
        created_at timestamptz not null default now(),
        available_at timestamptz not null default now(),
        sent_at timestamptz not null default now(),
        started_at timestamptz,
        reported_at timestamptz,
        first_failed_at timestamptz,
        finished_at timestamptz
    )""",
    "dispatches": """(
        id bigint generated always as identity constraint pk_dispatches primary key,
        task_id uuid not null
            constraint fk_dispatches_task_id_tasks references tasks (id) on delete cascade,
        queue text not null,
        available_at timestamptz not null,
        created_at timestamptz not null default now()
    )""",
    "processes": """(
        name text constraint pk_processes primary key,
        kind text not null,
        host text not null,
        pid integer not null,
        queues text[] not null,
        busy integer not null,
        cpu_percent double precision not null,
        memory_bytes bigint not null,
        address text,
        started_at timestamptz not null default now(),
        seen_at timestamptz not null default now()
    )""",
    "schedules": """(
        name text constraint pk_schedules primary key,
        slot timestamptz,
        enabled boolean not null default true,
        fired_at timestamptz,
        task_id uuid
            constraint fk_schedules_task_id_tasks references tasks (id) on delete set null
    )""",
    "events": """(
        id bigint generated always as identity constraint pk_events primary key,
        topic text not null,
        key text not null,
        payload jsonb not null,
        at timestamptz not null default now(),
        position bigint constraint uq_events_position unique
    )""",
    "event_counter": """(
        "only" integer constraint pk_event_counter primary key
            constraint ck_event_counter_single check ("only" = 1),
        last bigint not null,
        relayed bigint not null,
        pruned bigint not null
    )""",
    "index_versions": """(
        id uuid constraint pk_index_versions primary key,
        number integer not null constraint uq_index_versions_number unique,
        state text not null,
        artefact text,
        leaving text,
        encoder_fingerprint text not null,
        index_type text,
        passages integer not null default 0,
        bytes bigint not null default 0,
        reason text,
        gate jsonb,
        created_at timestamptz not null default now(),
        ready_at timestamptz,
        activated_at timestamptz,
        rolled_back_at timestamptz
    )""",
    "active_index": """(
        "only" integer constraint pk_active_index primary key
            constraint ck_active_index_single check ("only" = 1),
        version_id uuid
            constraint fk_active_index_version_id_index_versions references index_versions (id),
        previous_id uuid
            constraint fk_active_index_previous_id_index_versions references index_versions (id),
        staging_id uuid
            constraint fk_active_index_staging_id_index_versions references index_versions (id),
        activated_at timestamptz,
        last_order bigint not null default 0,
        ordered_id uuid
            constraint fk_active_index_ordered_id_index_versions references index_versions (id),
        chosen_at timestamptz
    )""",
    "index_acknowledgements": """(
        version_id uuid
            constraint fk_index_acknowledgements_version_id_index_versions
            references index_versions (id) on delete cascade,
        node text,
        state text not null,
        error text,
        at timestamptz not null default now(),
        constraint pk_index_acknowledgements primary key (version_id, node)
    )""",
    "rate_sheets": """(
        id uuid constraint pk_rate_sheets primary key,
        name text not null,
        purpose text not null,
        rate_type text not null,
        effective_from date not null,
        rows jsonb not null,
        published_at timestamptz not null default now(),
        published_by uuid not null
    )""",
    "index_searches": """(
        version_id uuid
            constraint fk_index_searches_version_id_index_versions
            references index_versions (id) on delete cascade,
        node text,
        failures integer not null,
        buckets integer[] not null,
        at timestamptz not null default now(),
        constraint pk_index_searches primary key (version_id, node)
    )""",
    "index_statistics": """(
        at timestamptz constraint pk_index_statistics primary key,
        version integer,
        passages integer not null,
        bytes bigint not null,
        embeddings integer not null
    )""",
    "node_loads": """(
        node text constraint pk_node_loads primary key,
        requests_per_second double precision not null,
        pool_in_use integer not null,
        pool_size integer not null,
        at timestamptz not null default now()
    )""",
    "golden_questions": """(
        id uuid constraint pk_golden_questions primary key,
        question text not null constraint uq_golden_questions_question unique,
        document_references text[] not null,
        text_hashes bytea[] not null,
        vector_key bytea not null,
        source text not null,
        added_by uuid,
        advice_id uuid
            constraint fk_golden_questions_advice_id_advice
            references advice (id) on delete cascade,
        created_at timestamptz not null default now()
    )""",
}

INDEXES = (
    "ix_token_families_user_id on token_families (user_id)",
    "ix_refresh_tokens_family_id on refresh_tokens (family_id)",
    "ix_refresh_tokens_expires_at on refresh_tokens (expires_at)",
    "ix_conversations_user_id_id on conversations (user_id, id)",
    "ix_advice_user_id_id on advice (user_id, id)",
    "ix_advice_conversation_id_id on advice (conversation_id, id)",
    "ix_advice_words on advice using gin (words)",
    "ix_documents_public on documents (id) where removed_at is null and visibility = 'PUBLIC'",
    "ix_documents_owner on documents (owner_id, id) where removed_at is null",
    "ix_documents_private on documents (owner_id, id) where visibility = 'PRIVATE'",
    "ix_documents_unprocessed on documents (id) where removed_at is null and status = 'RECEIVED'",
    "ix_documents_reference on documents (reference) where removed_at is null and reference <> ''",
    "ix_documents_replaced_by on documents (replaced_by) where replaced_by is not null",
    (
        "ix_documents_waiting on documents (owner_id, id)"
        " where removed_at is null and replaces is not null and first_indexed_in is null"
    ),
    "ix_documents_to_purge on documents (removed_at) where removed_at is not null and text <> ''",
    "ix_golden_questions_vector_key on golden_questions (vector_key)",
    "ix_golden_questions_advice_id on golden_questions (advice_id)",
    "ix_uploads_owner_id_id on uploads (owner_id, id)",
    "ix_uploads_expires_at on uploads (expires_at) where state = 'RECEIVING'",
    "ix_passages_text_hash on passages (text_hash)",
    "ix_tasks_queue_state_id on tasks (queue, state, id)",
    "ix_tasks_state_id on tasks (state, id)",
    "ix_tasks_job_id_id on tasks (job_id, id)",
    "ix_tasks_finished_at on tasks (finished_at) where finished_at is not null",
    "ix_tasks_waiting on tasks (sent_at) where state in ('PENDING', 'RETRY')",
    "ix_tasks_running on tasks (worker) where state = 'STARTED'",
    "ix_dispatches_task_id on dispatches (task_id)",
    "ix_dispatches_available_at_id on dispatches (available_at, id)",
    "ix_events_topic_position on events (topic, position)",
    "ix_events_unnumbered on events (id) where position is null",
    (
        "ix_rate_sheets_purpose_rate_type_effective_from"
        " on rate_sheets (purpose, rate_type, effective_from)"
    ),
)

UNIQUE_INDEXES = (
    "uq_documents_content on documents (content_key) where removed_at is null",
    (
        "uq_tasks_live_unique_key on tasks (unique_key)"
        " where unique_key is not null and state in ('PENDING', 'RETRY', 'STARTED')"
    ),
)

SINGLE_ROWS = (
    'removal_epoch ("only", epoch) values (1, 0)',
    'event_counter ("only", last, relayed, pruned) values (1, 0, 0, 0)',
    'active_index ("only") values (1)',
)


def upgrade() -> None:
    """Create everything."""
    for table, definition in TABLES.items():
        op.execute(f"create table {table} {definition}")
    for index in INDEXES:
        op.execute(f"create index {index}")
    for index in UNIQUE_INDEXES:
        op.execute(f"create unique index {index}")
    for row in SINGLE_ROWS:
        op.execute(f"insert into {row}")


def downgrade() -> None:
    """Drop everything."""
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
