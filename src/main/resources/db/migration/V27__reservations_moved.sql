-- A reservation that was moved is given back, and another one is made instead of it.
ALTER TABLE reservation
  ADD COLUMN instead_of uuid REFERENCES reservation ON DELETE SET NULL;
CREATE UNIQUE INDEX reservation_instead_of ON reservation (instead_of)
  WHERE instead_of IS NOT NULL;
