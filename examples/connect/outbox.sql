-- Orders leave the shop's database in the transaction that creates them.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text NOT NULL,
  request json NOT NULL,
  traceparent text
);
